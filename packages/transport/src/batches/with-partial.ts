import { reasonOf } from '../reason-of.ts'
import { isTransportError, TransportError, type TransportErrorOptions } from '../transport-error.ts'

/**
 * What a call for several keys rejects with when some of them could be asked for: the failure, with what they
 * gave as its `partial`. What is no `TransportError`, such as the reason of a signal, stays as it is.
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
  if (failure.partial !== undefined) return copyOf(failure, { command: command ?? failure.command, partial })
  return new TransportError(code, `not all keys could be asked for (${reasonOf(failure)})`, {
    server,
    command: command ?? failure.command,
    cause: failure,
    partial,
  })
}

/** The same failure without what the healthy servers gave, for whoever may keep or print it. */
export function withoutPartial(failure: TransportError): TransportError {
  return failure.partial === undefined ? failure : copyOf(failure, { command: failure.command })
}

function copyOf(
  failure: TransportError,
  changes: Pick<TransportErrorOptions, 'command' | 'partial'>,
): TransportError {
  const { code, server, cause, message } = failure
  const copy = new TransportError(code, '', { server, cause, ...changes })
  copy.message = message
  return copy
}
