import { isIPv6 } from 'node:net'
import type { Endpoint } from './server.ts'

const DEFAULT_PORT = 11211

const EXPECTED = 'expected host:port, [IPv6 address]:port, the path of a unix socket, or a memcached: URL'

const SOCKET_FORM = /^(?:unix:)?(\/.+)$/
const HOST_FORM = /^(?:\[([^\]]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/

/**
 * Reads where a server listens: `host`, `host:port`, an IPv6 address, `[IPv6 address]:port`, or the path of a unix socket.
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
  // Credentials, in a form that is not understood, would be before the @.
  const shown = JSON.stringify(address.slice(address.lastIndexOf('@') + 1))
  throw new TypeError(`Address of a server is ${shown}; ${EXPECTED}`)
}
