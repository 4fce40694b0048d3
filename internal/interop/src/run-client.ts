import { execFileSync } from 'node:child_process'
import type { ClientProgram } from './client-programs.ts'

/** What a client takes an item for, or why it could not store or read one. */
export type Reading =
  | { readonly kind: 'text'; readonly value: string }
  /** As hexadecimal digits. */
  | { readonly kind: 'bytes'; readonly value: string }
  /** A number, a boolean, `null`, a list or an object. */
  | { readonly kind: 'data'; readonly value: unknown }
  | { readonly kind: 'miss' }
  | { readonly kind: 'error'; readonly value: string }

/**
 * Has a client store the values, and gives why it could not store some; or has it read them, and gives what it takes each of them for. By
 * the keys, which are those of `values` in `clients/javascript/run-client.mjs`.
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
    // Dalli logs there what it also raises.
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(printed)
}
