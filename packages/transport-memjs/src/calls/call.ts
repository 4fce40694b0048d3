import type { Traffic } from '@lmc/transport'
import { Opcode } from '../wire/opcode.ts'
import type { Reply } from '../wire/reply.ts'
import type { Request } from '../wire/request.ts'

/** What a method of the transport asks of one server. */
export interface Call<Result> {
  /** The method's name, for errors. */
  readonly command: string
  /** They go out in one write. Never empty. */
  readonly requests: readonly Request[]
  /** The statuses besides ok that are answers; any other makes the call fail. */
  readonly answers: readonly number[]
  /** Whether it only reads, and gets one reply to each request. Then it may be sent once more; absent: no. */
  readonly isRepeatable?: boolean
  /**
   * Takes the replies in the order of the requests.
   *
   * @throws {UnreadableReplyError} when the reply cannot be one to the request.
   */
  readonly collect: (reply: Reply, request: number) => void
  /** What the call resolves to, once all replies have been collected. */
  readonly result: () => Result
  /** Is called when the connection was lost after the call had been sent, and before it was answered. */
  readonly onConnectionLost?: () => void
  /** Where its bytes are counted; absent where nobody wants to know. */
  readonly traffic?: Traffic | undefined
}

/** A call of one request with one reply, which `read` makes the result of. */
export function toSingleCall<Result>(
  command: string,
  request: Request,
  answers: readonly number[],
  read: (reply: Reply) => Result,
  traffic?: Traffic,
): Call<Result> {
  let result!: Result
  return {
    command,
    requests: [request],
    answers,
    traffic,
    isRepeatable: request.opcode === Opcode.get,
    collect: (reply) => void (result = read(reply)),
    result: () => result,
  }
}
