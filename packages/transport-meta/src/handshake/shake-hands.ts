import type { Call } from '../calls/call.ts'
import { createAuthenticateCall } from './authenticate.ts'
import { createNoopCall } from './noop.ts'
import { createVersionCall } from './version.ts'
import { type Dialect, MODERN, OLDEST, toDialect } from './dialect.ts'
import type { Peer } from '../servers/server.ts'

/** Sends a call and resolves to what it comes to. */
export type Send = <T>(call: Call<T>) => Promise<T>

/** Says why a server that answers is of no use. */
export class HandshakeError extends Error {
  static {
    this.prototype.name = 'HandshakeError'
  }
}

const ADVICE = 'take a newer one, or MemjsTransport of @lmc/transport-memjs'

/**
 * Says who we are, and finds out what the server speaks.
 *
 * @param asksVersion when `false`, the server counts as a new one.
 * @throws {HandshakeError} when it does not accept us, or is too old.
 */
export async function shakeHands({ credentials }: Peer, asksVersion: boolean, send: Send): Promise<Dialect> {
  if (credentials !== undefined && !(await send(createAuthenticateCall(credentials))))
    throw new HandshakeError('the server refuses the credentials')
  const refusal = await send(createNoopCall())
  if (refusal !== undefined && refusal !== 'ERROR') throw new HandshakeError(explain(refusal))
  if (refusal === undefined && !asksVersion) return MODERN
  const version = await send(createVersionCall())
  const dialect = refusal === undefined ? toDialect(version) : undefined
  if (dialect !== undefined) return dialect
  if (version === undefined)
    throw new HandshakeError(
      `the server speaks no meta commands, as memcached does from ${OLDEST} on: ${ADVICE}`,
    )
  throw new HandshakeError(
    `the server is memcached ${version}, and its meta commands are not those of ${OLDEST} and newer: ` +
      ADVICE,
  )
}

/** What the error line says that the server has for `mn`. */
function explain(line: string): string {
  if (/unauthenticated/i.test(line)) return 'the server wants credentials: a username and a password'
  if (/too many open connections/i.test(line)) return 'the server has too many open connections'
  return `the server answered ${line.slice(0, 100)}`
}
