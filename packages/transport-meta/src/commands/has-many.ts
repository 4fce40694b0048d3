import type { Call } from '../calls/call.ts'
import type { Pending } from '../calls/command.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { createManyCall, ManyCommand } from './many.ts'

/**
 * `hasMany`, for keys of one server: puts the keys that are there into a set. Being asked for in this way does not count as use:
 * what is listed must not outlive what is read.
 */
export function createHasManyCall(keys: readonly string[], hits: Set<string>): Call<void> {
  return createManyCall('hasMany', keys, new HasManyCommand(keys, hits))
}

class HasManyCommand extends ManyCommand {
  readonly #hits: Set<string>

  constructor(keys: readonly string[], hits: Set<string>) {
    super(keys, ' u')
    this.#hits = hits
  }

  protected override acceptHit(key: string, { status }: Reply, call: Pending<void>): boolean {
    if (status !== Status.done) return false
    if (!call.isSettled) this.#hits.add(key)
    return true
  }
}
