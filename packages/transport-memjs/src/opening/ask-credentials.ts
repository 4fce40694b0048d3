import { reasonOf } from '@lmc/transport'
import { type CredentialsSource, isSaslText, type Secret } from '../memjs-transport-options.ts'

/** The username and the password of one connection. */
export interface Credentials {
  readonly username: string
  readonly password: string
}

/** Says what a function that was asked for a username or a password has done wrong. */
export class SourceError extends Error {
  static {
    this.prototype.name = 'SourceError'
  }
}

/**
 * Asks for the credentials of a connection, or gives them at once where nothing is to be asked for.
 *
 * @throws {SourceError} in the promise, with what a function threw, or why its answer will not do, as the
 * cause.
 */
export function askCredentials(
  source: CredentialsSource | undefined,
): Credentials | Promise<Credentials> | undefined {
  if (source === undefined) return undefined
  const { username, password } = source
  if (typeof username === 'string' && typeof password === 'string') return { username, password }
  return Promise.all([ask('username', username), ask('password', password)]).then(([user, pass]) => ({
    username: user,
    password: pass,
  }))
}

async function ask(name: string, secret: Secret): Promise<string> {
  if (typeof secret === 'string') return secret
  try {
    const answer: unknown = await secret()
    if (isSaslText(answer)) return answer
    throw new TypeError(
      `it gave a ${typeof answer}; expected a string that is not empty and holds no zero character`,
    )
  } catch (cause) {
    const message = `the function that is asked for ${name} failed: ${reasonOf(cause)}`
    throw new SourceError(message, { cause })
  }
}
