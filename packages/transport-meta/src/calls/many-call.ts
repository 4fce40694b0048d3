import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** What asking for one key costs beside the key, in bytes. */
export const LINE_WITHOUT_KEY = 32

/**
 * Many keys of one server in one call, each with a command and a reply of its own. Quiet commands and a no-op behind them would save
 * the ten bytes of each miss, but then a reply that is lost would be a miss as well.
 */
export abstract class ManyCall extends Call<void> {
  readonly #keys: readonly string[]
  readonly #flags: string

  /** @param flags of each command, with a space before each. */
  constructor(name: string, keys: readonly string[], flags: string) {
    super(
      name,
      keys.reduce((sum, key) => sum + key.length + LINE_WITHOUT_KEY, 0),
      0,
      keys.length,
    )
    this.#keys = keys
    this.#flags = flags
  }

  override write(writer: CommandWriter, opaque: number): void {
    let next = opaque
    for (const key of this.#keys) writer.text('mg ').text(key).text(this.#flags).opaque(next++).end()
  }

  override accept(reply: Reply): boolean {
    const key = this.#keys[this.#keys.length - this.unanswered] as string
    if (reply.status !== Status.miss && !this.acceptHit(key, reply)) throw unexpectedReply(reply)
    if (this.unanswered === 1) this.resolve()
    return true
  }

  /** Takes the reply for a key that is there; nobody waits for it when the call is settled. Returns `false` when it is none. */
  protected abstract acceptHit(key: string, reply: Reply): boolean
}
