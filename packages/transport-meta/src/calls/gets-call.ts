import type { CasItem } from '@lmc/transport'
import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `gets`: value, flags, the length once more, and the version. */
export class GetsCall extends Call<CasItem | undefined> {
  readonly #key: string

  constructor(key: string) {
    super('gets', key.length + 32)
    this.#key = key
  }

  override write(writer: CommandWriter, opaque: number): void {
    writer.text('mg ').text(this.#key).text(' v f s c').opaque(opaque).end()
  }

  override accept(reply: Reply): boolean {
    const { status, value, flags, cas } = reply
    if (status === Status.value && flags !== -1 && cas !== '') {
      if (value !== undefined) this.resolve({ value, flags, cas })
    } else if (status === Status.miss) {
      this.resolve(undefined)
    } else {
      throw unexpectedReply(reply)
    }
    return true
  }
}
