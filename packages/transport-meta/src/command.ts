import type { Call } from './call.ts'
import type { CommandWriter } from './command-writer.ts'
import type { Reply } from './reply.ts'

/** What a call sends, and what it makes of the replies. */
export interface Command<T> {
  /** Appends it: one command or several, the first with this opaque, each further one with the next. */
  write(writer: CommandWriter, opaque: number): void

  /**
   * Takes a reply to the first of the call's commands that has none yet, errors excepted. Returns whether that is all of it; only the
   * classic commands have replies of several lines.
   *
   * @throws {ProtocolError} when it cannot be a reply to this command.
   */
  accept(reply: Reply, call: Call<T>): boolean

  /** Takes an error line in place of a reply, if it can say more of it than that it came. Returns whether it has. */
  refuse?(line: string, server: string, call: Call<T>): boolean
}
