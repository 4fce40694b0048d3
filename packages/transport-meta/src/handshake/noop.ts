import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * `mn`, which only a server that speaks meta commands knows: resolves to the error line, or `undefined` when
 * there is none.
 */
export function createNoopCall(): Call<string | undefined> {
  return new Call('connect', new NoopCommand(), 16)
}

class NoopCommand implements Command<string | undefined> {
  write(writer: CommandWriter): void {
    writer.text('mn').end()
  }

  accept(reply: Reply, call: Pending<string | undefined>): boolean {
    if (reply.status !== Status.noop) throw unexpectedReply(reply)
    call.resolve(undefined)
    return true
  }

  refuse(line: string, _server: string, call: Pending<string | undefined>): boolean {
    call.resolve(line)
    return true
  }
}
