import type { Failure } from '../failure.ts'
import type { Reply } from '../wire/reply.ts'

/** Whoever uses a socket that is ready. */
export interface SocketUser {
  /** @throws {UnreadableReplyError} when they are no replies to what was written. */
  readonly onReplies: (replies: readonly Reply[]) => void
  /**
   * A large reply has begun to come.
   *
   * @throws {UnreadableReplyError} when it is none to what was written.
   */
  readonly onAnnounced: (header: Reply['header']) => void
  /** More can be written. */
  readonly onDrain: () => void
  /**
   * The connection is lost, and not because the user destroyed it. Nothing follows.
   *
   * @param isPolite whether the server has closed it (FIN), and not broken it off.
   */
  readonly onLost: (failure: Failure, isPolite: boolean) => void
}
