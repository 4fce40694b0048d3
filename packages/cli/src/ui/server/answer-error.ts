import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ExitCode } from '../../program/exit-code.ts'
import { explain } from '../../program/explain.ts'

/** Answers a request that has failed: `{ error }`, with a status that says whose fault it is. */
export function answerError(error: Error, context: Context): Response {
  if (error instanceof HTTPException) return context.json({ error: error.message }, error.status)
  // No address is asked for here: the servers are those of the command.
  const { code, message } = explain(error, 'those of the command')
  const status = code === ExitCode.server ? 502 : code === ExitCode.mistake ? 400 : 500
  return context.json({ error: message }, status)
}
