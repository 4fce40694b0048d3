import type { TransportErrorCode } from '@lmc/transport'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'

/** What a command knows of the call that it is sent for. */
export interface Pending<T> {
  /** How many of its commands have not been answered yet. */
  readonly unanswered: number
  /** Whether nobody waits for it any more. */
  readonly isSettled: boolean
  resolve(value: T): void
  /** Rejects with a `TransportError`. */
  fail(code: TransportErrorCode, message: string, server: string, cause?: unknown): void
}

/** What a call sends, and what it makes of the replies. */
export interface Command<T> {
  /**
   * Whether it does no harm twice; absent is `false`. Such a call may be sent again when its connection is
   * gone.
   */
  readonly isRepeatable?: boolean

  /** Appends it: one command or several, the first with this opaque, each further one with the next. */
  write(writer: CommandWriter, opaque: number): void

  /**
   * Takes a reply to the first of the call's commands that has none yet, errors excepted. Returns whether
   * that is all of it; only the classic commands have replies of several lines.
   *
   * @throws {ProtocolError} when it cannot be a reply to this command.
   */
  accept(reply: Reply, call: Pending<T>): boolean

  /**
   * Takes an error line in place of a reply, if it can say more of it than that it came. Returns whether it
   * has.
   */
  refuse?(line: string, server: string, call: Pending<T>): boolean
}
