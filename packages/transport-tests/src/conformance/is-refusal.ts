/** Whether the error is one that a call rejects with for a mistake of the caller. */
export function isRefusal(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}
