import { Call } from '../call.ts'
import type { Command, Pending } from '../command.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `delete`, by `md`. */
export function createDeleteCall(key: string): Call<boolean> {
  return new Call('delete', new DeleteCommand(key), key.length + 32)
}

class DeleteCommand implements Command<boolean> {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('md ').text(this.#key).opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (reply.status === Status.done) call.resolve(true)
    else if (reply.status === Status.notFound) call.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
