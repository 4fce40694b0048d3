const DEFAULT_PORT = 11211

/** Where a server listens. */
export interface ServerAddress {
  /** `host:port`, an IPv6 address in brackets. */
  readonly name: string
  readonly host: string
  readonly port: number
}

/**
 * Reads `host`, `host:port`, `[IPv6 address]` or `[IPv6 address]:port`; without a port it is 11211.
 *
 * @throws {TypeError} when it is none of these. A text with an `@` is not shown, as it may hold credentials.
 */
export function toServerAddress(text: unknown): ServerAddress {
  if (typeof text !== 'string') throw new TypeError(`Server is of type ${typeof text}; expected "host:port"`)
  if (text.includes('@')) {
    throw new TypeError('Server holds an "@"; credentials go into the options username and password')
  }
  const parts = /^(?:\[(?<v6>[\da-f:.%a-z]+)\]|(?<name>[^\s:/[\],]+))(?::(?<port>\d{1,5}))?$/i.exec(
    text,
  )?.groups
  const host = parts?.['v6'] ?? parts?.['name']
  const port = Number(parts?.['port'] ?? DEFAULT_PORT)
  if (parts === undefined || host === undefined || port < 1 || port > 65_535) {
    throw new TypeError(`Server is ${JSON.stringify(text)}; expected "host:port" or "[IPv6 address]:port"`)
  }
  return { name: `${parts['v6'] === undefined ? host : `[${host}]`}:${port}`, host, port }
}
