import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `delete`, by `md`. */
export class DeleteCall extends Call<boolean> {
  readonly #key: string

  constructor(key: string) {
    super('delete', key.length + 32)
    this.#key = key
  }

  override write(writer: CommandWriter, opaque: number): void {
    writer.text('md ').text(this.#key).opaque(opaque).end()
  }

  override accept(reply: Reply): boolean {
    if (reply.status === Status.done) this.resolve(true)
    else if (reply.status === Status.notFound) this.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
