import { reasonOf } from '../reason-of.ts'
import { isTransportError, TransportError } from '../transport-error.ts'

/**
 * What a call for several keys rejects with when some of them could be asked for: the failure, with what they gave as its `partial`. What is no
 * `TransportError`, such as the reason of a signal, stays as it is.
 *
 * @param command the method that was called; absent: the failure's.
 */
export function withPartial(
  failure: unknown,
  partial: Exclude<TransportError['partial'], undefined>,
  command?: string,
): unknown {
  if (!isTransportError(failure)) return failure
  const { code, server } = failure
  return new TransportError(code, `not all keys could be asked for (${reasonOf(failure)})`, {
    server,
    command: command ?? failure.command,
    cause: failure,
    partial,
  })
}

/** The same failure without what the healthy servers gave, for whoever may keep or print it. */
export function withoutPartial(failure: TransportError): TransportError {
  if (failure.partial === undefined) return failure
  const { code, server, command, cause, message } = failure
  const copy = new TransportError(code, '', { server, command, cause })
  copy.message = message
  return copy
}
