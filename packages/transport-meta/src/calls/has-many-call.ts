import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { ManyCall } from './many-call.ts'

/**
 * `hasMany`, for keys of one server: puts the keys that are there into a set. Being asked for in this way does not count as use:
 * what is listed must not outlive what is read.
 */
export class HasManyCall extends ManyCall {
  readonly #hits: Set<string>

  constructor(keys: readonly string[], hits: Set<string>) {
    super('hasMany', keys, ' u')
    this.#hits = hits
  }

  protected override acceptHit(key: string, { status }: Reply): boolean {
    if (status !== Status.done) return false
    if (!this.isSettled) this.#hits.add(key)
    return true
  }
}
