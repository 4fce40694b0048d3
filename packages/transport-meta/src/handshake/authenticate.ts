import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Credentials } from './credentials.ts'
import type { Reply } from '../wire/reply.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

/**
 * Says who we are, by a `set` of user and password. A server that asks for no credentials stores it as an
 * item. So the item has expired when it is stored. Resolves to whether the server accepts them.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Authentication"
 */
export function createAuthenticateCall({ username, password }: Credentials): Call<boolean> {
  // Each character is one byte of UTF-8, as the writer takes it.
  const text = Buffer.from(`${username} ${password}`).toString('latin1')
  return new Call('connect', new AuthenticateCommand(text), 64 + text.length)
}

class AuthenticateCommand implements Command<boolean> {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  write(writer: CommandWriter): void {
    writer.text(`set lmc:credentials 0 -1 ${this.#text.length}`).end().text(this.#text).end()
  }

  accept(reply: Reply, call: Pending<boolean>): boolean {
    if (reply.line !== 'STORED') throw unexpectedReply(reply)
    call.resolve(true)
    return true
  }

  refuse(_line: string, _server: string, call: Pending<boolean>): boolean {
    call.resolve(false)
    return true
  }
}
