import type { Cas } from '@lmc/transport'
import { assertCas } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/** `delete`, by `md`. */
export function createDeleteCall(key: string): Call<boolean> {
  return new Call('delete', new DeleteCommand(key, undefined), key.length + 32)
}

/**
 * `compareAndDelete`, by `md` with a version.
 *
 * @throws {TypeError} when `cas` is no version.
 */
export function createCompareAndDeleteCall(key: string, cas: Cas): Call<boolean> {
  assertCas(cas)
  return new Call('compareAndDelete', new DeleteCommand(key, cas), key.length + 64)
}

class DeleteCommand implements Command<boolean> {
  readonly #key: string
  readonly #cas: Cas | undefined

  /** @param cas the version that is deleted; `undefined` is any. */
  constructor(key: string, cas: Cas | undefined) {
    this.#key = key
    this.#cas = cas
  }

  write(writer: CommandWriter, opaque: number): void {
    if (this.#cas !== undefined && !writer.dialect.comparesOnDelete) {
      // An item that has expired when it is stored, in place of that version.
      writer.text('ms ').text(this.#key).text(` 0 C${this.#cas} T-1`).opaque(opaque).end().end()
      return
    }
    writer.text('md ').text(this.#key)
    if (this.#cas !== undefined) writer.text(' C').text(this.#cas)
    writer.opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (reply.status === Status.done) call.resolve(true)
    else if (reply.status === Status.notFound || reply.status === Status.exists) call.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
