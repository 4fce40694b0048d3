import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** `flush` of one server, by `flush_all`. */
export function createFlushCall(): Call<void> {
  return new Call('flush', new FlushCommand(), 16)
}

class FlushCommand implements Command<void> {
  write(writer: CommandWriter): void {
    writer.text('flush_all').end()
  }

  accept(reply: Reply, call: Pending<void>): boolean {
    if (reply.line !== 'OK') throw unexpectedReply(reply)
    call.resolve()
    return true
  }
}
