import { TransportError } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Failure } from './failure.ts'

/** Fails calls, those of a method with the same error. */
export function failAll(
  calls: readonly Call<unknown>[],
  { code, message, cause }: Failure,
  server: string,
): void {
  const errors = new Map<string, TransportError>()
  for (const call of calls) {
    let error = errors.get(call.name)
    if (error === undefined) {
      error = new TransportError(code, message, { server, command: call.name, cause })
      errors.set(call.name, error)
    }
    call.reject(error)
  }
}
