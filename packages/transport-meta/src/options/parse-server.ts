import { assertOptions } from '@lmc/transport'
import { isIP } from 'node:net'
import type { CredentialsSource, Secret } from '../handshake/credentials.ts'
import { SERVER_OPTIONS } from './option-names.ts'
import { parseEndpoint } from './parse-endpoint.ts'
import type { Endpoint, Server, TlsSource } from '../servers/server.ts'
import { toServerName } from '../servers/server-name.ts'

/** A server as the options give it. */
export interface ServerOptions {
  /**
   * `host:port`, `[IPv6 address]:port`, the path of a unix socket (`/run/memcached.sock`, with or without
   * `unix:` before it), or a URL: `memcached://user:password@host:port`, with `memcacheds:` for TLS. A port
   * that is absent is 11211.
   */
  readonly address: string
  /**
   * The server's share of the keys, in relation to the others' weights: a whole number from 1 on; absent is
   * 1.
   */
  readonly weight?: number | undefined
  /**
   * Who the server's auth file knows, where that is not what the transport's `username` and `password` say. A
   * function is asked for each connection.
   */
  readonly username?: Secret | undefined
  readonly password?: Secret | undefined
}

/** What holds for each server that does not say otherwise. */
export interface ServerDefaults {
  readonly tls: TlsSource | undefined
  readonly credentials: CredentialsSource | undefined
}

const URL_FORM = /^memcached(s?):\/\/(?:([^/@]*)@)?([^/@]+)\/?$/i
const URL_START = /^memcacheds?:\/\//i

/**
 * Reads what the options say of a server.
 *
 * @throws {TypeError} when it is none, or the address has none of the forms.
 */
export function parseServer(option: string | ServerOptions, defaults: ServerDefaults): Server {
  const { address, weight = 1, username, password } = readOptions(option)
  const [url, secure, userInfo, hostAndPort = address] = URL_FORM.exec(address) ?? []
  if (url === undefined && URL_START.test(address)) {
    throw new TypeError(
      'The URL of a server has not the form memcached://user:password@host:port, percent-encoded; ' +
        'the host may be missing',
    )
  }
  const endpoint = parseEndpoint(hostAndPort)
  const isSecure = secure !== undefined && secure !== ''
  const tls = isSecure ? (defaults.tls ?? {}) : defaults.tls
  return {
    name: toName(endpoint),
    weight,
    endpoint,
    tls: typeof tls === 'object' ? { servername: toServerName(endpoint), ...tls } : tls,
    credentials: toCredentials(username, password) ?? parseUserInfo(userInfo) ?? defaults.credentials,
  }
}

function readOptions(option: string | ServerOptions): ServerOptions {
  if (typeof option === 'string') return { address: option }
  assertOptions(option, SERVER_OPTIONS)
  const { address, weight } = option
  if (typeof address !== 'string')
    throw new TypeError(
      `address of a server is of type ${typeof address}; expected a string such as '10.0.0.1:11211'`,
    )
  if (weight !== undefined && typeof weight !== 'number')
    throw new TypeError(`weight of a server is of type ${typeof weight}; expected a number`)
  return option
}

/** Both or nothing. */
export function toCredentials(
  username: Secret | undefined,
  password: Secret | undefined,
): CredentialsSource | undefined {
  if (username === undefined && password === undefined) return undefined
  if (username === undefined || password === undefined) {
    throw new TypeError('Credentials are a username and a password; one of them is missing')
  }
  if (!isSecret(username) || !isSecret(password)) {
    throw new TypeError(
      'Credentials are a username and a password; one of them is neither a string nor a function',
    )
  }
  // As variables of the environment are that nobody has set.
  if (username === '' || password === '')
    throw new TypeError('Credentials are a username and a password; one of them is empty')
  return { username, password }
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'string' || typeof value === 'function'
}

function parseUserInfo(userInfo: string | undefined): CredentialsSource | undefined {
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
