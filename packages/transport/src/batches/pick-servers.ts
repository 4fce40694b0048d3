/**
 * Gives the servers that a call is for: the one that is `wanted`, or all where none is.
 *
 * @throws {TypeError} when the wanted one is no text.
 * @throws {RangeError} when the wanted one is none of them.
 */
export function pickServers(servers: readonly string[], wanted: string | undefined): readonly string[] {
  if (wanted === undefined) return servers
  if (servers.includes(wanted)) return [wanted]
  if (typeof wanted !== 'string')
    throw new TypeError(`Server is of type ${typeof wanted}; expected one of ${servers.join(', ')}`)
  // Without what was given, which may be a URL with credentials.
  throw new RangeError(`The server is none of the transport's; expected one of ${servers.join(', ')}`)
}
