import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `mn`: resolves when the server has answered, which also says that it speaks meta commands. */
export class NoopCall extends Call<void> {
  constructor() {
    super('connect', 16)
  }

  override write(writer: CommandWriter): void {
    writer.text('mn').end()
  }

  override accept(reply: Reply): boolean {
    if (reply.status !== Status.noop) throw unexpectedReply(reply)
    this.resolve()
    return true
  }

  override refuse(line: string, server: string): void {
    if (line === 'ERROR')
      this.fail('server', 'the server speaks no meta commands; they came with memcached 1.6', server)
    else super.refuse(line, server)
  }
}
