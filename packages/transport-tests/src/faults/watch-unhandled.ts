import type { EventEmitter } from 'node:events'

const EVENTS = ['unhandledRejection', 'uncaughtException']

/**
 * Calls `report` with every unhandled error, until the returned function is called.
 *
 * @param runtime the `process`.
 */
export function watchUnhandled(runtime: EventEmitter, report: (text: string) => void): () => void {
  const listener = (error: unknown): void =>
    report(error instanceof Error ? String(error.stack) : String(error))
  for (const event of EVENTS) runtime.on(event, listener)
  return () => {
    for (const event of EVENTS) runtime.off(event, listener)
  }
}
