import type { CasItem } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** `gets`: value, flags, the length once more, and the version. */
export function createGetsCall(key: string): Call<CasItem | undefined> {
  return new Call('gets', new GetsCommand(key), key.length + 32)
}

class GetsCommand implements Command<CasItem | undefined> {
  readonly #key: string

  constructor(key: string) {
    this.#key = key
  }

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('mg ').text(this.#key).text(' v f s c').opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<CasItem | undefined>): boolean {
    const { status, value, flags, cas } = reply
    if (status === Status.value && flags !== -1 && cas !== '') {
      if (value !== undefined) call.resolve({ value, flags, cas })
    } else if (status === Status.miss) {
      call.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}
