/** Returns the memcached key of a dumped line. The line has it percent-encoded; its bytes need not be UTF-8. */
export function dumpedKey(line: string): string {
  const [key = ''] = line.slice('key='.length).split(' ', 1)
  return key.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
