import { execFileSync } from 'node:child_process'
import type { ClientProgram } from './client-programs.ts'

/** What a client reads from an item, or why it could not store or read the item. */
export type Reading =
  | { readonly kind: 'text'; readonly value: string }
  /** As hexadecimal digits. */
  | { readonly kind: 'bytes'; readonly value: string }
  /** A number, a boolean, `null`, a list or an object. */
  | { readonly kind: 'data'; readonly value: unknown }
  | { readonly kind: 'miss' }
  | { readonly kind: 'error'; readonly value: string }

/**
 * Runs a client, which stores or reads the values. Resolves to why it could not store some values, or to what
 * it reads from each. Both are by the keys of `values` in `clients/javascript/run-client.mjs`.
 */
export function runClient(
  { command }: ClientProgram,
  task: 'write' | 'read',
  address: string,
): Record<string, Reading> {
  const [file, ...args] = command()
  const printed = execFileSync(file, [...args, task, address], {
    encoding: 'utf8',
    timeout: 120_000,
    // Dalli also logs the errors that it raises.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(printed)
}
