/**
 * The timers and the clocks of this process, as they were when this module was loaded. Test runners put fakes
 * in their place, which never fire, or fire by hand: what waits for a server by one of those hangs. Whatever
 * waits for a server takes its time from here.
 */
export interface Clock {
  readonly setTimeout: typeof globalThis.setTimeout
  readonly clearTimeout: typeof globalThis.clearTimeout
  readonly setImmediate: typeof globalThis.setImmediate
  readonly clearImmediate: typeof globalThis.clearImmediate
  readonly queueMicrotask: (task: () => void) => void
  /**
   * Runs `task` after the current one, before promises and input. Where the runtime has no such queue: as
   * `queueMicrotask` does.
   */
  readonly nextTick: (task: () => void) => void
  /** Milliseconds since some moment in the past; never goes back. */
  readonly now: () => number
  /** Milliseconds since 1970, by the machine's clock, which may be set. */
  readonly date: () => number
}

const { performance } = globalThis
// Browsers and workers refuse timers that are called as methods of another object.
const setTimeout = globalThis.setTimeout.bind<typeof globalThis.setTimeout>(globalThis)
const clearTimeout = globalThis.clearTimeout.bind(globalThis)
const microtask = globalThis.queueMicrotask.bind(globalThis)
// Browsers have neither `setImmediate` nor `process`.
const { process }: { readonly process?: NodeJS.Process | undefined } = globalThis
const hasImmediates = typeof globalThis.setImmediate === 'function'

function immediateByTimer(task: (...args: unknown[]) => void, ...args: unknown[]): unknown {
  return setTimeout(task, 0, ...args)
}

export const clock: Clock = Object.freeze({
  setTimeout,
  clearTimeout,
  setImmediate: hasImmediates
    ? globalThis.setImmediate.bind<typeof globalThis.setImmediate>(globalThis)
    : (immediateByTimer as typeof globalThis.setImmediate),
  clearImmediate: hasImmediates
    ? globalThis.clearImmediate.bind(globalThis)
    : (clearTimeout as unknown as typeof globalThis.clearImmediate),
  queueMicrotask: microtask,
  nextTick: process?.nextTick?.bind(process) ?? microtask,
  now: performance.now.bind(performance),
  date: Date.now,
})
