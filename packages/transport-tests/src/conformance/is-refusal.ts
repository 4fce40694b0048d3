/** Whether an error is what a mistake of the caller rejects with. */
export function isRefusal(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}
