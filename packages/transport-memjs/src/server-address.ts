const DEFAULT_PORT = 11211

const LONGEST_NAME = 253

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
 * @throws {TypeError} when it is none of these. The text is never shown, as it may hold credentials.
 */
export function toServerAddress(text: unknown): ServerAddress {
  if (typeof text !== 'string') throw new TypeError(`A server is ${describe(text)}; expected "host:port"`)
  const parts =
    /^(?:\[(?<v6>[\da-f:.]+(?:%[\w.-]+)?)\]|(?<name>[\p{L}\p{N}_.-]+))(?::(?<port>\d{1,5}))?$/iu.exec(
      text,
    )?.groups
  const host = parts?.['v6'] ?? parts?.['name']
  const port = Number(parts?.['port'] ?? DEFAULT_PORT)
  if (parts === undefined || host === undefined || host.length > LONGEST_NAME)
    throw new TypeError(adviceFor(text))
  if (port < 1 || port > 65_535) throw new TypeError(`The port of a server is ${port}; expected 1 to 65535`)
  return { name: `${parts['v6'] === undefined ? host : `[${host}]`}:${port}`, host, port }
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'an object' : `of type ${typeof value}`
}

/** What is wrong with a text that is no address. */
function adviceFor(text: string): string {
  const expected = 'expected "host:port" or "[IPv6 address]:port"'
  if (text.includes('@'))
    return `A server holds an "@"; ${expected}, and credentials in the options username and password`
  if (text.includes('://')) return `A server is a URL; ${expected}`
  if (text.includes(',')) return 'A server holds a comma; expected an array with one text for each server'
  if (text === '') return `A server is an empty text; ${expected}`
  if (/\s/.test(text)) return `A server holds white space; ${expected}`
  if (text.endsWith(':')) return `The port of a server is missing after the colon; ${expected}`
  if (/:.*:/.test(text)) return `A server has several colons; ${expected}`
  return `A server is no address; ${expected}`
}
