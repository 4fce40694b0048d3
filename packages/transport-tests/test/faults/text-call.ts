import { TransportError, type TransportErrorCode } from '@lmc/transport'

/** A reply line, its parts, and the bytes that came behind it. */
export interface TextReply {
  /** The first word: `HD`, `VA`, `EN` … */
  readonly status: string
  /** What follows each flag's letter, by the letter. */
  readonly flags: ReadonlyMap<string, string>
  readonly value: Uint8Array | undefined
  readonly line: string
}

/** One command under way. */
export class TextCall {
  readonly command: string
  readonly bytes: Buffer
  readonly opaque: string
  /**
   * What a reply may begin with; `undefined` for a classic command, whose replies carry no opaque and end by
   * a line of their own.
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
