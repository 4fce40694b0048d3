import { reasonOf } from '@lmc/transport'
import type { ConnectionOptions } from 'node:tls'
import type { Credentials, Secret } from '../handshake/credentials.ts'
import { toTls } from '../options/to-tls.ts'
import type { Peer, Server } from '../servers/server.ts'
import { toServerName } from '../servers/server-name.ts'

/** Says what a function that was asked for credentials or TLS has done wrong. */
export class SourceError extends Error {
  static {
    this.prototype.name = 'SourceError'
  }
}

/**
 * Asks for what a connection needs to know of a server, or gives it at once where nothing is to be asked for.
 *
 * @throws {SourceError} in the promise, with what a function threw, or why its answer will not do, as the
 *   cause.
 */
export function toPeer(server: Server): Peer | Promise<Peer> {
  const { tls, credentials } = server
  const isAsked =
    typeof tls === 'function' ||
    typeof credentials?.username === 'function' ||
    typeof credentials?.password === 'function'
  return isAsked ? ask(server) : (server as Peer)
}

async function ask(server: Server): Promise<Peer> {
  const [tls, credentials] = await Promise.all([askTls(server), askCredentials(server)])
  return { ...server, tls, credentials }
}

async function askTls({ tls, endpoint }: Server): Promise<ConnectionOptions | undefined> {
  if (typeof tls !== 'function') return tls
  try {
    return { servername: toServerName(endpoint), ...toTls(await tls()) }
  } catch (cause) {
    throw failed('tls', cause)
  }
}

async function askCredentials({ credentials }: Server): Promise<Credentials | undefined> {
  if (credentials === undefined) return undefined
  const [username, password] = await Promise.all([
    askText('username', credentials.username),
    askText('password', credentials.password),
  ])
  return { username, password }
}

async function askText(name: string, secret: Secret): Promise<string> {
  if (typeof secret === 'string') return secret
  try {
    const answer: unknown = await secret()
    if (typeof answer === 'string' && answer !== '') return answer
    throw new TypeError(
      `it gave ${answer === '' ? 'an empty string' : `a ${typeof answer}`}; expected a string`,
    )
  } catch (cause) {
    throw failed(name, cause)
  }
}

function failed(name: string, cause: unknown): SourceError {
  return new SourceError(`the function that is asked for ${name} failed: ${reasonOf(cause)}`, { cause })
}
