import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { Credentials } from './credentials.ts'
import { parseEndpoint } from './parse-endpoint.ts'
import type { Endpoint, Server } from './server.ts'

/** A server as the options give it. */
export interface ServerOptions {
  /**
   * `host:port`, `[IPv6 address]:port`, the path of a unix socket (`/run/memcached.sock`, with or without `unix:` before it), or a URL:
   * `memcached://user:password@host:port`, with `memcacheds:` for TLS. A port that is absent is 11211.
   */
  readonly address: string
  /** The server's share of the keys, in relation to the others' weights: a whole number from 1 on; absent is 1. */
  readonly weight?: number | undefined
  /** Who the server's auth file knows, where that is not what the transport's `username` and `password` say. */
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** What holds for each server that does not say otherwise. */
export interface ServerDefaults {
  readonly tls: ConnectionOptions | undefined
  readonly credentials: Credentials | undefined
}

const URL_FORM = /^memcached(s?):\/\/(?:([^/@]*)@)?([^/@]+)\/?$/

/**
 * Reads what the options say of a server.
 *
 * @throws {TypeError} when the address has none of the forms.
 */
export function parseServer(option: string | ServerOptions, defaults: ServerDefaults): Server {
  const {
    address,
    weight = 1,
    username,
    password,
  } = typeof option === 'string' ? { address: option } : option
  const [, secure, userInfo, hostAndPort = address] = URL_FORM.exec(address) ?? []
  const endpoint = parseEndpoint(hostAndPort)
  const tls = secure === 's' ? (defaults.tls ?? {}) : defaults.tls
  return {
    name: toName(endpoint),
    weight,
    endpoint,
    tls: tls && { servername: toServerName(endpoint), ...tls },
    credentials: toCredentials(username, password) ?? parseUserInfo(userInfo) ?? defaults.credentials,
  }
}

/** Both or nothing. */
export function toCredentials(
  username: string | undefined,
  password: string | undefined,
): Credentials | undefined {
  if (username === undefined && password === undefined) return undefined
  if (username === undefined || password === undefined) {
    throw new TypeError('Credentials are a username and a password; one of them is missing')
  }
  return { username, password }
}

function parseUserInfo(userInfo: string | undefined): Credentials | undefined {
  if (userInfo === undefined) return undefined
  const [username, ...password] = userInfo.split(':').map(decode)
  return toCredentials(username, password.length === 0 ? undefined : password.join(':'))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Its own message would show the text.
    throw new TypeError('User or password in the URL of a server is not percent-encoded as it should be')
  }
}

function toName(endpoint: Endpoint): string {
  if ('path' in endpoint) return endpoint.path
  const { host, port } = endpoint
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

/** The name that the server's certificate must bear and that it is asked for by; there is none for an address. */
function toServerName(endpoint: Endpoint): string {
  return 'path' in endpoint || isIP(endpoint.host) !== 0 ? '' : endpoint.host
}
