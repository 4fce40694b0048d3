import { TransportError } from '@lmc/transport'

/** Resolves to the `TransportError` that a call rejects with; anything else makes the test fail. */
export async function rejectionOf(call: Promise<unknown>): Promise<TransportError> {
  try {
    await call
  } catch (error) {
    if (error instanceof TransportError) return error
    throw error
  }
  throw new Error('The call resolved; expected a TransportError')
}
