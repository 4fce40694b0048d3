import type { TracingChannel } from 'node:diagnostics_channel'
import { isError } from '../is-error.ts'

/** What subscribers of a tracing channel are given. */
export interface Traced {
  /** Why the work failed. Set when it rejects with an `Error`, unless the work has set it. */
  error: Error | undefined
}

/**
 * Does `work` and publishes `context` on `start`, `end`, `asyncStart` and `asyncEnd` of a tracing channel.
 * When the work has failed, `error` comes before the last two. Settles as `work` does.
 *
 * Unlike `tracePromise` of Node.js, this does not publish what the work resolves to. A cache key's value is
 * nobody else's business.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#class-tracingchannel
 */
export function tracePromise<Context extends Traced, T>(
  channel: TracingChannel<Context, Context>,
  context: Context,
  work: () => Promise<T>,
): Promise<T> {
  const outcome = channel.start.runStores(context, work)
  channel.end.publish(context)
  const end = (hasFailed: boolean): void => {
    if (hasFailed) channel.error.publish(context)
    channel.asyncStart.publish(context)
    channel.asyncEnd.publish(context)
  }
  return outcome.then(
    (value) => {
      end(context.error !== undefined)
      return value
    },
    (error: unknown) => {
      if (context.error === undefined && isError(error)) context.error = error
      end(true)
      throw error
    },
  )
}
