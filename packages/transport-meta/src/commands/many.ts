import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** What asking for one key costs beside the key, in bytes. */
export const LINE_WITHOUT_KEY = 32

/** Creates a call for many keys of one server. */
export function createManyCall(name: string, keys: readonly string[], command: ManyCommand): Call<void> {
  let lineLength = keys.length * LINE_WITHOUT_KEY
  for (const key of keys) lineLength += key.length
  return new Call(name, command, lineLength, 0, keys.length)
}

/**
 * Many keys of one server in one call, each with a command and a reply of its own. Quiet commands and a no-op
 * behind them would save the ten bytes of each miss. But then a reply that is lost would be a miss as well.
 */
export abstract class ManyCommand implements Command<void> {
  readonly #keys: readonly string[]
  readonly #flags: string

  /** @param flags of each command, with a space before each. */
  constructor(keys: readonly string[], flags: string) {
    this.#keys = keys
    this.#flags = flags
  }

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.lines('mg ', this.#keys, this.#flags, opaque)
  }

  accept(reply: Reply, call: Pending<void>): boolean {
    const key = this.#keys[this.#keys.length - call.unanswered] as string
    if (reply.status === Status.miss) this.acceptMiss?.(key, call)
    else if (!this.acceptHit(key, reply, call)) throw unexpectedReply(reply)
    if (call.unanswered === 1) call.resolve()
    return true
  }

  /**
   * Takes the reply for a key that is there; nobody waits for it when the call is settled. Returns `false`
   * when it is none.
   */
  protected abstract acceptHit(key: string, reply: Reply, call: Pending<void>): boolean

  /** Takes the reply for a key that is not there; absent: nothing is done. */
  protected acceptMiss?(key: string, call: Pending<void>): void
}
