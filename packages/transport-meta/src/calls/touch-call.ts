import { assertLifetime, type Seconds, toExptime } from '@lmc/transport'
import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { Status } from '../status.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/** `touch`, by `mg` without a value. */
export class TouchCall extends Call<boolean> {
  readonly #key: string
  readonly #lifetime: Seconds

  /**
   * @throws {TypeError} when the lifetime is no number.
   * @throws {RangeError} when it is out of range.
   */
  constructor(key: string, lifetime: Seconds) {
    super('touch', key.length + 48)
    assertLifetime(lifetime)
    this.#key = key
    this.#lifetime = lifetime
  }

  override write(writer: CommandWriter, opaque: number): void {
    const exptime = String(toExptime(this.#lifetime))
    writer.text('mg ').text(this.#key).text(' T').text(exptime).opaque(opaque).end()
  }

  override accept(reply: Reply): boolean {
    if (reply.status === Status.done) this.resolve(true)
    else if (reply.status === Status.miss) this.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
