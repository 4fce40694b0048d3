import type { Item } from '@lmc/transport'
import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `get`: value and flags, and the length once more: one that is damaged would else give bytes of the next reply. */
export class GetCall extends Call<Item | undefined> {
  readonly #key: string

  constructor(key: string) {
    super('get', key.length + 32)
    this.#key = key
  }

  override write(writer: CommandWriter, opaque: number): void {
    writer.text('mg ').text(this.#key).text(' v f s').opaque(opaque).end()
  }

  override accept(reply: Reply): boolean {
    if (reply.status === Status.value && reply.flags !== -1) {
      if (reply.value !== undefined) this.resolve({ value: reply.value, flags: reply.flags })
    } else if (reply.status === Status.miss) {
      this.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}
