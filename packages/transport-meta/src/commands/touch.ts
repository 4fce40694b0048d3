import { assertLifetime, type Seconds, toExptime } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { Status } from '../wire/status.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * `touch`, by `mg` without a value.
 *
 * @throws {TypeError} when the lifetime is no number.
 * @throws {RangeError} when it is out of range.
 */
export function createTouchCall(key: string, lifetime: Seconds): Call<boolean> {
  assertLifetime(lifetime)
  return new Call('touch', new TouchCommand(key, lifetime), key.length + 48)
}

class TouchCommand implements Command<boolean> {
  readonly #key: string
  readonly #lifetime: Seconds

  constructor(key: string, lifetime: Seconds) {
    this.#key = key
    this.#lifetime = lifetime
  }

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter, opaque: number): void {
    const exptime = String(toExptime(this.#lifetime))
    writer.text('mg ').text(this.#key).text(' T').text(exptime).opaque(opaque).end()
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (reply.status === Status.done) call.resolve(true)
    else if (reply.status === Status.miss) call.resolve(false)
    else throw unexpectedReply(reply)
    return true
  }
}
