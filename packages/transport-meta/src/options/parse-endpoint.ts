import { isIPv6 } from 'node:net'
import type { Endpoint } from '../servers/server.ts'

const DEFAULT_PORT = 11211

const EXPECTED = 'expected host:port, [IPv6 address]:port, the path of a unix socket, or a memcached: URL'

const SOCKET_FORM = /^(?:unix:(?:\/\/)?)?(\/.+)$/
const HOST_FORM = /^(?:\[([^\]]+)\]|([\p{L}\p{N}_.-]+))(?::(\d{1,5}))?$/u

/**
 * Reads where a server listens: `host`, `host:port`, an IPv6 address, `[IPv6 address]:port`, or the path of a
 * unix socket.
 *
 * @throws {TypeError} when it has none of these forms.
 */
export function parseEndpoint(address: string): Endpoint {
  const [, path] = SOCKET_FORM.exec(address) ?? []
  if (path !== undefined) return { path }
  if (isIPv6(address)) return { host: address, port: DEFAULT_PORT }
  const [, bracketed, plain, digits] = HOST_FORM.exec(address) ?? []
  const host = bracketed ?? plain
  const port = digits === undefined ? DEFAULT_PORT : Number(digits)
  const isHost = host !== undefined && (bracketed === undefined || isIPv6(bracketed))
  if (isHost && port >= 1 && port <= 65_535) return { host, port }
  throw new TypeError(`Address of a server is ${show(address)}; ${adviceFor(address) ?? EXPECTED}`)
}

/** What of an address can be shown: what follows a colon may be a password, unless it is a port. */
function show(address: string): string {
  return /^[\w.[\]-]*(?::\d{0,5})?$/.test(address) ? JSON.stringify(address) : 'of no known form'
}

/** How to write what is meant, where that can be guessed. */
function adviceFor(address: string): string | undefined {
  if (address === '') return `it is empty; ${EXPECTED}`
  if (address.includes('@'))
    return 'credentials stand in a URL, memcached://user:password@host:port, or in username and password'
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(address) ?? []
  if (scheme !== undefined) return `the URL of a server begins with memcached:// or memcacheds://`
  if (/[,;]/.test(address)) return "several servers are several strings: ['a:11211', 'b:11211']"
  if (/\s/.test(address)) return 'expected no spaces in it'
  return undefined
}
