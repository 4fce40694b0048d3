import { clock, isTransportError, type Milliseconds, TransportError, watchAbort } from '@lmc/transport'
import type { ServerLink } from '../servers/server-link.ts'
import type { Call } from './call.ts'
import { portions } from './portions.ts'

/** So long a portion waits that others' calls leave no room for. */
const PAUSE: Milliseconds = 2

/** What is asked for, of which server. */
export interface Batch {
  /** The method of the transport, for errors. */
  readonly command: string
  readonly link: ServerLink
  readonly keys: readonly string[]
  readonly createCall: (portion: readonly string[]) => Call<void>
  /** So long all portions together may take. */
  readonly timeout: Milliseconds
}

/**
 * Asks one server for keys, portion by portion: of however many there are, a bounded number is in flight, and replies are read in between.
 * Batches that are asked for at the same time share that number. Rejects with the first failure, once nothing of the batch is under way.
 *
 * @throws the reason of the signal, when it has aborted before.
 */
export async function askMany(batch: Batch, signal: AbortSignal | undefined): Promise<void> {
  const { link, command, createCall, timeout } = batch
  const { batches } = link
  const queue = Array.from(portions(batch.keys, batches.mostKeys, batches.mostBytes)).toReversed()
  const underWay = new Set<Call<void>>()
  const waiting = new Set<(reason: unknown) => void>()
  let isOver = false
  // A failure leaves no portion for the others.
  const stop = (reason: unknown): void => {
    isOver = true
    queue.length = 0
    for (const end of waiting) end(reason)
  }
  const end = (reason: unknown): void => {
    stop(reason)
    for (const call of underWay) call.reject(reason)
  }
  const unwatch = watchAbort(signal, end)
  const send = (portion: readonly string[]): Call<void> => {
    const call = createCall(portion)
    underWay.add(call)
    call.whenSettled(() => {
      underWay.delete(call)
      batches.leave()
    })
    void link.submit(call)
    return call
  }
  const [last] = queue
  if (last !== undefined && queue.length === 1 && batches.tryEnter()) {
    const call = send(last)
    call.whenSettled(unwatch)
    return call.promise
  }

  const enter = (): Promise<void> => interruptible(waiting, (go) => batches.wait(go))
  const pause = (): Promise<void> =>
    interruptible(waiting, (go) => {
      const timer = clock.setTimeout(go, PAUSE)
      return () => clock.clearTimeout(timer)
    })
  // Whoever asks takes the next portion when the last one is answered, unless others of the batch wait to do so.
  const askOn = async (): Promise<void> => {
    while (queue.length > waiting.size) {
      if (!batches.tryEnter()) await enter()
      const portion = queue.pop()
      if (portion === undefined) {
        batches.leave()
        continue
      }
      try {
        await send(portion).promise
      } catch (error) {
        if (isOver || !isOverloaded(error)) throw error
        queue.push(portion)
        await pause()
      }
    }
  }
  const askUntilFailure = (): Promise<void> =>
    askOn().catch((error: unknown) => {
      stop(error)
      throw error
    })
  const timer = clock.setTimeout(() => {
    const message = `not all replies within ${timeout} ms`
    end(new TransportError('timeout', message, { server: link.server.name, command }))
  }, timeout)
  const workers = Array.from({ length: Math.min(batches.size, queue.length) }, askUntilFailure)
  const outcomes = await Promise.allSettled(workers)
  clock.clearTimeout(timer)
  unwatch()
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** Nothing was sent then, so that the portion can be sent again. */
function isOverloaded(error: unknown): boolean {
  return isTransportError(error) && error.code === 'overloaded'
}

/**
 * Resolves when `start` calls back. Rejects when what is in `waiting` meanwhile is called.
 *
 * @param start returns what keeps it from calling back.
 */
function interruptible(
  waiting: Set<(reason: unknown) => void>,
  start: (go: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = start(() => {
      waiting.delete(end)
      resolve()
    })
    const end = (reason: unknown): void => {
      cancel()
      waiting.delete(end)
      reject(reason)
    }
    waiting.add(end)
  })
}
