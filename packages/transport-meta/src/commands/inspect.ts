import type { ItemDetails } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** `inspect`, by `mg` without a value. This does not count as use. */
export function createInspectCall(key: string): Call<ItemDetails | undefined> {
  return new Call('inspect', new InspectCommand(key), key.length + 32)
}

class InspectCommand implements Command<ItemDetails | undefined> {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('mg ').text(this.#key).text(' u f s t l h').opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<ItemDetails | undefined>): boolean {
    const { status, flags, size, lifetimeLeft, idle, wasRead } = reply
    const isTold = Math.min(flags, size, lifetimeLeft, idle, wasRead) !== -1
    if (status === Status.done && isTold) {
      call.resolve({ flags, valueSize: size, lifetimeLeft, idle, wasRead: wasRead === 1 })
    } else if (status === Status.miss) {
      call.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}
