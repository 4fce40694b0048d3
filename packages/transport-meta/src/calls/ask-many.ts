import {
  clock,
  isTransportError,
  type Milliseconds,
  type Traffic,
  TransportError,
  watchAbort,
} from '@lmc/transport'
import { Countdown } from '../connection/countdown.ts'
import type { ServerLink } from '../servers/server-link.ts'
import type { Call } from './call.ts'
import type { Limits } from './limits.ts'
import { portions, shareOf } from './portions.ts'
import { rejectOnAbort } from './reject-on-abort.ts'
import { settleAll } from './settle-all.ts'

/** So long a portion waits that other calls leave no room for. */
const PAUSE: Milliseconds = 2

/** What is asked for, of which server. */
export interface Batch {
  /** The method of the transport, for errors. */
  readonly command: 'getMany' | 'hasMany'
  readonly link: ServerLink
  readonly keys: readonly string[]
  readonly createCall: (portion: readonly string[]) => Call<void>
  readonly limits: Limits
  /** Where the bytes are counted; absent where nobody wants to know. */
  readonly traffic?: Traffic | undefined
}

/**
 * Asks one server for keys, portion by portion: of however many there are, a bounded number is in flight, and
 * replies are read in between. A portion waits where other calls leave no room for it. All together they take
 * no longer than one call may. Rejects with the first failure, once nothing is under way any more.
 *
 * @throws the reason of the signal, when it has aborted before.
 */
export async function askMany(batch: Batch, signal: AbortSignal | undefined): Promise<void> {
  const { command, link, keys, limits } = batch
  const share = shareOf(limits)
  const queue = portions(keys, share).toReversed()
  const [last] = queue
  if (last !== undefined && queue.length === 1) {
    const call = createCall(batch, last)
    rejectOnAbort(call, signal)
    return link.submit(call)
  }

  const underWay = new Set<Call<void>>()
  const over = new AbortController()
  const end = (reason: unknown): void => {
    over.abort(reason)
    for (const call of underWay) call.reject(reason)
  }
  const unwatch = watchAbort(signal, end)
  const { timeout } = limits
  const onEnd = (): void => {
    const message = `not all replies within ${timeout} ms`
    end(new TransportError('timeout', message, { server: link.server.name, command }))
  }
  const countdown = new Countdown({ onEnd }, true)
  countdown.start(timeout)
  const ask = async (portion: readonly string[]): Promise<void> => {
    for (;;) {
      const call = createCall(batch, portion)
      underWay.add(call)
      try {
        await link.submit(call)
        return
      } catch (error) {
        // Nothing was sent then.
        if (!isTransportError(error) || error.code !== 'overloaded') throw error
      } finally {
        underWay.delete(call)
      }
      await new Promise((resolve) => void clock.setTimeout(resolve, PAUSE))
      over.signal.throwIfAborted()
    }
  }
  // Whoever asks takes the next portion when the last one is answered; a failure leaves none for the others.
  const askOn = async (): Promise<void> => {
    try {
      for (let portion = queue.pop(); portion !== undefined; portion = queue.pop()) {
        over.signal.throwIfAborted()
        await ask(portion)
      }
    } catch (error) {
      over.abort(error)
      throw error
    }
  }
  try {
    await settleAll(Array.from({ length: share.window }, askOn))
  } finally {
    countdown.stop()
    unwatch()
  }
}

function createCall(batch: Batch, portion: readonly string[]): Call<void> {
  const call = batch.createCall(portion)
  call.traffic = batch.traffic
  return call
}
