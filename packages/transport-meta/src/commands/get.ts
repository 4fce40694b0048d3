import type { Item } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * `get`: value and flags, and the length once more: one that is damaged would else give bytes of the next
 * reply.
 */
export function createGetCall(key: string): Call<Item | undefined> {
  return new Call('get', new GetCommand(key), key.length + 32)
}

class GetCommand implements Command<Item | undefined> {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('mg ').text(this.#key).text(' v f s').opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<Item | undefined>): boolean {
    if (reply.status === Status.value && reply.flags !== -1) {
      if (reply.value !== undefined) call.resolve({ value: reply.value, flags: reply.flags })
    } else if (reply.status === Status.miss) {
      call.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}
