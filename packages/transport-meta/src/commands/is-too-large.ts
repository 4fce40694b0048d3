/** Returns whether an error line says that the value is above the server's item limit. */
export function isTooLarge(line: string): boolean {
  return line === 'SERVER_ERROR object too large for cache'
}
