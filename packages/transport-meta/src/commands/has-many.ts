import type { Call } from '../calls/call.ts'
import type { Pending } from '../calls/command.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { createManyCall, ManyCommand } from './many.ts'

/**
 * `hasMany`, for keys of one server: puts the keys that are there into a set. Being asked for in this way
 * does not count as use: what is listed must not outlive what is read.
 *
 * @param exceptFlags items with these flags count as not there; `undefined`: every item counts.
 */
export function createHasManyCall(
  keys: readonly string[],
  hits: Set<string>,
  exceptFlags: number | undefined,
): Call<void> {
  return createManyCall('hasMany', keys, new HasManyCommand(keys, hits, exceptFlags))
}

class HasManyCommand extends ManyCommand {
  readonly #hits: Set<string>
  readonly #exceptFlags: number | undefined

  constructor(keys: readonly string[], hits: Set<string>, exceptFlags: number | undefined) {
    super(keys, exceptFlags === undefined ? ' u' : ' u f')
    this.#hits = hits
    this.#exceptFlags = exceptFlags
  }

  protected override acceptHit(key: string, { status, flags }: Reply, call: Pending<void>): boolean {
    const hasFlags = flags !== -1 || this.#exceptFlags === undefined
    if (status !== Status.done || !hasFlags) return false
    if (!call.isSettled && (this.#exceptFlags === undefined || flags !== this.#exceptFlags))
      this.#hits.add(key)
    return true
  }
}
