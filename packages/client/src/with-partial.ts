import { type Item, TransportError } from '@lmc/transport'

/** The error of a call for several keys, with what could be given in spite of it. */
export function withPartial(cause: TransportError, partial: ReadonlyMap<string, Item>): TransportError {
  const { code, server, command } = cause
  return new TransportError(code, 'not all keys could be asked for', { server, command, cause, partial })
}
