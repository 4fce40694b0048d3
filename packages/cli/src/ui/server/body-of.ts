import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/**
 * Resolves to the JSON object that a request has.
 *
 * @throws {HTTPException} with the status 400 when there is none.
 */
export async function bodyOf(context: Context): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  if (typeof body === 'object' && body !== null) return body as Record<string, unknown>
  throw mistaken('The body is no JSON object.')
}

/** What a request is answered with that asks for what can not be. */
export function mistaken(message: string): HTTPException {
  return new HTTPException(400, { message })
}
