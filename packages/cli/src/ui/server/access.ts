import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'

export interface AccessOptions {
  /** What the first part of each path has to be. */
  readonly token: string
  /** The port that the page is served on. */
  readonly port: () => number
  readonly readOnly: boolean
}

/** The methods that change nothing. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * Lets a request through that comes from the page itself.
 *
 * - The Host header names this machine. Otherwise a page of another site could reach us by a name of its own
 *   that it has pointed at 127.0.0.1.
 * - The path has the token.
 * - What changes something comes from the page's origin, and in JSON. It is refused when all is read only.
 *
 * @throws {HTTPException} with the status 403.
 */
export function access({ token, port, readOnly }: AccessOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (![`127.0.0.1:${port()}`, `localhost:${port()}`].includes(host))
      throw refusal(`The Host header is none of this page: expected 127.0.0.1:${port()}.`)
    const [, given = ''] = context.req.path.split('/')
    if (!isSame(given, token)) throw refusal('Open the address that `lmc ui` has printed, with its token.')
    const origin = context.req.header('origin')
    if (!READING.has(context.req.method)) {
      if (origin !== `http://${host}`) throw refusal('The Origin header is not that of this page.')
      if (context.req.header('content-type') !== 'application/json')
        throw refusal('The Content-Type header is not application/json.')
      if (readOnly) throw refusal('This page is read only: `lmc ui` was started with --read-only.')
    }
    await next()
  }
}

function refusal(message: string): HTTPException {
  return new HTTPException(403, { message })
}

/** Compares in a time that says nothing of where the texts differ. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return first !== undefined && second !== undefined && timingSafeEqual(first, second)
}
