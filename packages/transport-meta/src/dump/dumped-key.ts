/**
 * Returns the memcached key of a dumped line. The line has its bytes percent-encoded. Bytes that are no
 * UTF-8, of a key that no call here can name, become U+FFFD.
 */
export function dumpedKey(line: string): string {
  const [key = ''] = line.slice('key='.length).split(' ', 1)
  if (!key.includes('%')) return key
  const bytes = key.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}
