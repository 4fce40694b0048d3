import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'

const VERSION = /^VERSION (\S{1,40})/

/** `version`: resolves to what the server says, or `undefined` when it says anything else. */
export function createVersionCall(): Call<string | undefined> {
  return new Call('connect', new VersionCommand(), 16)
}

class VersionCommand implements Command<string | undefined> {
  write(writer: CommandWriter): void {
    writer.text('version').end()
  }

  accept(reply: Reply, call: Pending<string | undefined>): boolean {
    call.resolve(VERSION.exec(reply.line)?.[1])
    return true
  }

  refuse(_line: string, _server: string, call: Pending<string | undefined>): boolean {
    call.resolve(undefined)
    return true
  }
}
