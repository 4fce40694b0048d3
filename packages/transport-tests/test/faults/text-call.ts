import { TransportError, type TransportErrorCode } from '@lmc/transport'

/** A reply line, its parts, and the bytes behind it. */
export interface TextReply {
  /** The first word: `HD`, `VA`, `EN` … */
  readonly status: string
  /** The text of each flag, by the letter of the flag. */
  readonly flags: ReadonlyMap<string, string>
  readonly value: Uint8Array | undefined
  readonly line: string
}

/** One command in flight. */
export class TextCall {
  readonly command: string
  readonly bytes: Buffer
  readonly opaque: string
  /**
   * The words with which a reply may begin. `undefined`: a classic command. Its replies have no opaque, and
   * end with a line of their own.
   */
  readonly expected: readonly string[] | undefined
  readonly promise: Promise<TextReply[]>
  readonly replies: TextReply[] = []
  timer: NodeJS.Timeout | undefined
  isSettled = false
  #resolve!: (replies: TextReply[]) => void
  #reject!: (error: TransportError) => void

  constructor(command: string, bytes: Buffer, opaque: string, expected: readonly string[] | undefined) {
    this.command = command
    this.bytes = bytes
    this.opaque = opaque
    this.expected = expected
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  resolve(): void {
    this.#settle()
    this.#resolve(this.replies)
  }

  fail(code: TransportErrorCode, message: string, server: string): void {
    this.#settle()
    this.#reject(new TransportError(code, message, { server, command: this.command }))
  }

  #settle(): void {
    this.isSettled = true
    clearTimeout(this.timer)
  }
}
