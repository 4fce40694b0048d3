// Browsers have no `process`.
const { process }: { readonly process?: NodeJS.Process | undefined } = globalThis
const realNextTick: unknown = process && Reflect.get(process, 'nextTick')

/**
 * Does `work`, which opens a socket of Node.js. A socket starts to connect in `process.nextTick`: where that
 * is a fake, as test runners have it, the socket would never start.
 */
export function withRealTicks<T>(work: () => T): T {
  if (process === undefined) return work()
  const nextTick: unknown = Reflect.get(process, 'nextTick')
  if (nextTick === realNextTick) return work()
  Reflect.set(process, 'nextTick', realNextTick)
  try {
    return work()
  } finally {
    Reflect.set(process, 'nextTick', nextTick)
  }
}
