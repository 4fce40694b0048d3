import { Call } from '../call.ts'
import type { Command, Pending } from '../command.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `mn`: resolves when the server has answered, which also says that it speaks meta commands. */
export function createNoopCall(): Call<void> {
  return new Call('connect', new NoopCommand(), 16)
}

class NoopCommand implements Command<void> {
  write(writer: CommandWriter): void {
    writer.text('mn').end()
  }

  accept(reply: Reply, call: Pending<void>): boolean {
    if (reply.status !== Status.noop) throw unexpectedReply(reply)
    call.resolve()
    return true
  }

  refuse(line: string, server: string, call: Pending<void>): boolean {
    if (line !== 'ERROR') return false
    call.fail('server', 'the server speaks no meta commands; they came with memcached 1.6', server)
    return true
  }
}
