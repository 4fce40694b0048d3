import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `flush` of one server, by `flush_all`. */
export class FlushCall extends Call<void> {
  constructor() {
    super('flush', 16)
  }

  override write(writer: CommandWriter): void {
    writer.text('flush_all').end()
  }

  override accept(reply: Reply): boolean {
    if (reply.line !== 'OK') throw unexpectedReply(reply)
    this.resolve()
    return true
  }
}
