import type { CacheKey } from '@lmc/client'
import { Mistake } from '../program/mistake.ts'
import type { CommonOptions } from './common-options.ts'

/**
 * Reads a cache key from the command line: a text, or with `--json-key` any JSON.
 *
 * @throws {Mistake} when it is no JSON.
 */
export function readKey(text: string, { jsonKey, raw }: CommonOptions): CacheKey {
  if (jsonKey !== true) return text
  if (raw === true) throw new Mistake('--raw and --json-key exclude each other: a raw key is a text.')
  try {
    return JSON.parse(text) as CacheKey
  } catch (error) {
    throw new Mistake(`KEY is no JSON: ${(error as Error).message}. Without --json-key it is a text.`)
  }
}

/** How the client is told of `--raw`: raw keys are those of any client, and so UTF-8. */
export function rawOf({ raw }: CommonOptions): 'utf8' | undefined {
  return raw === true ? 'utf8' : undefined
}
