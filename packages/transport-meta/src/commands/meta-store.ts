import { type Seconds, type StoreOptions, toExptime } from '@lmc/transport'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { isTooLarge } from './is-too-large.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** Stores by `ms`. Resolves to whether the item was stored. */
export class StoreCommand implements Command<boolean> {
  readonly #key: string
  readonly #value: Uint8Array
  readonly #condition: string
  readonly #flags: number
  readonly #lifetime: Seconds

  /**
   * @param condition the flag that makes `ms` conditional (`ME`, `C123` …), with a space before it; empty for
   * none.
   */
  constructor(key: string, value: Uint8Array, condition: string, options: StoreOptions = {}) {
    this.#key = key
    this.#value = value
    this.#condition = condition
    this.#flags = options.flags ?? 0
    this.#lifetime = options.lifetime ?? 0
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('ms ').text(this.#key).text(' ').text(String(this.#value.length)).text(this.#condition)
    if (this.#flags !== 0) writer.text(' F').text(String(this.#flags))
    if (this.#lifetime !== 0) writer.text(' T').text(String(toExptime(this.#lifetime)))
    writer.opaque(opaque).end().value(this.#value)
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    const { status } = reply
    const isRefused = status === Status.notStored || status === Status.exists || status === Status.notFound
    if (status !== Status.done && !isRefused) throw unexpectedReply(reply)
    call.resolve(!isRefused)
    return true
  }

  refuse(line: string, server: string, call: Pending<boolean>): boolean {
    if (!isTooLarge(line)) return false
    call.fail('value-too-large', `${this.#value.length} bytes are above the server's item limit`, server)
    return true
  }
}
