import type { Item } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Pending } from '../calls/command.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { createManyCall, ManyCommand } from './many.ts'

/** `getMany`, for keys of one server: puts the items that are there into a map, and takes out other keys. */
export function createGetManyCall(keys: readonly string[], hits: Map<string, Item | undefined>): Call<void> {
  return createManyCall('getMany', keys, new GetManyCommand(keys, hits))
}

class GetManyCommand extends ManyCommand {
  readonly #hits: Map<string, Item | undefined>

  constructor(keys: readonly string[], hits: Map<string, Item | undefined>) {
    super(keys, ' v f s')
    this.#hits = hits
  }

  protected override acceptHit(key: string, { status, value, flags }: Reply, call: Pending<void>): boolean {
    if (status !== Status.value || flags === -1) return false
    if (value !== undefined && !call.isSettled) this.#hits.set(key, { value, flags })
    return true
  }

  protected override acceptMiss(key: string, call: Pending<void>): void {
    if (!call.isSettled) this.#hits.delete(key)
  }
}
