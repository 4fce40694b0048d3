import { type Seconds, type StoreOptions, toExptime } from '@lmc/transport'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import { opaqueText } from '../wire/opaque.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'
import { isTooLarge } from './is-too-large.ts'

export interface ClassicStoreOptions extends StoreOptions {
  /** The version that the key must still hold, for `cas`. */
  readonly cas?: string
  /** Whether a value that is too large is an answer, `false`, and no error. */
  readonly mayOutgrow?: boolean
}

/**
 * The conditional storing methods for values that may be above the server's item limit. Classic commands
 * leave the old item then, while `ms` deletes it in all its modes. Their replies carry no opaque, so an `mg`
 * goes behind each command. The call settles by the reply to the `mg`. So no reply before it was lost,
 * doubled or swapped.
 */
export class ClassicStoreCommand implements Command<boolean> {
  readonly #command: string
  readonly #key: string
  readonly #value: Uint8Array
  readonly #flags: number
  readonly #lifetime: Seconds
  readonly #cas: string | undefined
  readonly #mayOutgrow: boolean
  #isStored = false

  /** @param command `add`, `replace`, `append`, `prepend` or `cas`. */
  constructor(command: string, key: string, value: Uint8Array, options: ClassicStoreOptions) {
    this.#command = command
    this.#key = key
    this.#value = value
    this.#flags = options.flags ?? 0
    this.#lifetime = options.lifetime ?? 0
    this.#cas = options.cas
    this.#mayOutgrow = options.mayOutgrow ?? false
  }

  write(writer: CommandWriter, opaque: number): void {
    const fields = [this.#command, this.#key, this.#flags, toExptime(this.#lifetime), this.#value.length]
    if (this.#cas !== undefined) fields.push(this.#cas)
    writer.text(fields.join(' ')).end()
    writer.value(this.#value, `mg ${this.#key} u O${opaqueText(opaque + 1)}\r\n`)
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (call.unanswered === 2) this.#isStored = isStored(reply)
    else if (reply.status === Status.done || reply.status === Status.miss) call.resolve(this.#isStored)
    else throw unexpectedReply(reply)
    return true
  }

  refuse(line: string, server: string, call: Pending<boolean>): boolean {
    if (call.unanswered !== 2 || !isTooLarge(line)) return false
    if (!this.#mayOutgrow)
      call.fail('value-too-large', `${this.#value.length} bytes are above the server's item limit`, server)
    return true
  }
}

function isStored(reply: Reply): boolean {
  switch (reply.line) {
    case 'STORED':
      return true
    case 'NOT_STORED':
    case 'EXISTS':
    case 'NOT_FOUND':
      return false
    default:
      throw unexpectedReply(reply)
  }
}
