import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Credentials } from '../credentials.ts'
import type { Reply } from '../reply.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

/**
 * Says who we are, by a `set` of user and password. A server that asks for no credentials takes it for what it looks like, so it is an
 * item that has expired when it is stored.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Authentication"
 */
export class AuthenticateCall extends Call<void> {
  readonly #text: Uint8Array

  constructor({ username, password }: Credentials) {
    const text = Buffer.from(`${username} ${password}`)
    super('connect', 64 + text.length)
    this.#text = text
  }

  override write(writer: CommandWriter): void {
    writer.text(`set lmc:credentials 0 -1 ${this.#text.length}`).end().value(this.#text)
  }

  override accept(reply: Reply): boolean {
    if (reply.line !== 'STORED') throw unexpectedReply(reply)
    this.resolve()
    return true
  }

  override refuse(_line: string, server: string): void {
    this.fail('server', 'the server refuses the credentials', server)
  }
}
