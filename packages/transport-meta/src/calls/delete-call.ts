import type { Cas } from '@lmc/transport'
import { assertCas } from '../assert-cas.ts'
import { Call } from '../call.ts'
import type { Command, Pending } from '../command.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `delete`, by `md`. */
export function createDeleteCall(key: string): Call<boolean> {
  return new Call('delete', new DeleteCommand(key, ''), key.length + 32)
}

/**
 * `compareAndDelete`, by `md` with a version.
 *
 * @throws {TypeError} {RangeError} when `cas` is no version.
 */
export function createCompareAndDeleteCall(key: string, cas: Cas): Call<boolean> {
  assertCas(cas)
  return new Call('compareAndDelete', new DeleteCommand(key, ` C${cas}`), key.length + 64)
}

class DeleteCommand implements Command<boolean> {
  readonly #key: string
  readonly #condition: string

  /** @param condition the flag that names the version which is deleted, with a space before it; empty for any. */
  constructor(key: string, condition: string) {
    this.#key = key
    this.#condition = condition
  }

  write(writer: CommandWriter, opaque: number): void {
    writer.text('md ').text(this.#key).text(this.#condition).opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (reply.status === Status.done) call.resolve(true)
    else if (reply.status === Status.notFound || reply.status === Status.exists) call.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
