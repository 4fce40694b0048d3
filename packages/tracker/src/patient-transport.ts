import { clock, forwardTo, isTransportError, type Milliseconds, type Transport } from '@lmc/transport'

/**
 * How long a command is retried that the transport rejects as `overloaded`, and the pause between two tries.
 */
const PATIENCE: Milliseconds = 1000
const PAUSE: Milliseconds = 5

/**
 * Wraps the transport of a list of keys. When the calls of others leave no room for a command of the list,
 * the command waits. So a list keeps its keys while a large batch is in flight. The transport has sent
 * nothing of a command that it rejects as `overloaded`.
 */
export function patientTransport(inner: Transport): Transport {
  return forwardTo(inner, {
    get: (key, options) => patiently(() => inner.get(key, options)),
    gets: (key, options) => patiently(() => inner.gets(key, options)),
    set: (key, value, options) => patiently(() => inner.set(key, value, options)),
    add: (key, value, options) => patiently(() => inner.add(key, value, options)),
    append: (key, value, options) => patiently(() => inner.append(key, value, options)),
    compareAndSet: (key, value, cas, options) =>
      patiently(() => inner.compareAndSet(key, value, cas, options)),
    touch: (key, lifetime, options) => patiently(() => inner.touch(key, lifetime, options)),
  })
}

function patiently<T>(start: () => Promise<T>): Promise<T> {
  return start().catch((error: unknown) => startAgain(start, error))
}

async function startAgain<T>(start: () => Promise<T>, refusal: unknown): Promise<T> {
  const giveUpAt = clock.now() + PATIENCE
  let error = refusal
  while (isTransportError(error) && error.code === 'overloaded' && clock.now() < giveUpAt) {
    await new Promise((resolve) => clock.setTimeout(resolve, PAUSE))
    try {
      return await start()
    } catch (reason) {
      error = reason
    }
  }
  throw error
}
