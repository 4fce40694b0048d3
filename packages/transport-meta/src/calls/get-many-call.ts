import type { Item } from '@lmc/transport'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { ManyCall } from './many-call.ts'

/** `getMany`, for keys of one server: puts the items that are there into a map. */
export class GetManyCall extends ManyCall {
  readonly #hits: Map<string, Item>

  constructor(keys: readonly string[], hits: Map<string, Item>) {
    super('getMany', keys, ' v f s')
    this.#hits = hits
  }

  protected override acceptHit(key: string, { status, value, flags }: Reply): boolean {
    if (status !== Status.value || flags === -1) return false
    if (value !== undefined && !this.isSettled) this.#hits.set(key, { value, flags })
    return true
  }
}
