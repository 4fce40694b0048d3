import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const READ_BUFFER_BYTES = 256 * 1024
const WRITE_BUFFER_BYTES = 1024 * 1024
const CARRIAGE_RETURN = 0x0d
const V = 0x56
const H = 0x48
/** The length of `EN\r\n`, `HD\r\n` and the like. */
const SHORT_REPLY_BYTES = 4

/** The answer in a reply: the bytes of a value, whether a value was stored, or `undefined` for a miss. */
type Answer = Uint8Array | boolean | undefined

/**
 * The smallest client for one memcached: all commands of a tick in one write, and replies matched by their
 * order. It has no timeouts, no limits and no reconnects, and it crashes on errors. A transport must pay for
 * all of these. So this client is a mark to measure against, and not for use.
 */
export class FloorClient {
  readonly #socket: Socket
  readonly #writeBuffer: Buffer = Buffer.allocUnsafeSlow(WRITE_BUFFER_BYTES)
  readonly #pending: (((answer: Answer) => void) | undefined)[] = []
  #oldest = 0
  /**
   * The commands of this tick, ASCII text and values in turns. The text behind the last value is in `#text`.
   */
  #parts: (string | Uint8Array)[] = []
  #partsBytes = 0
  #text = ''
  /** The beginning of a reply whose end has not arrived yet. */
  #rest: Buffer | undefined

  private constructor(host: string, port: number) {
    const buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
    const callback = (length: number): boolean => {
      this.#read(buffer.subarray(0, length))
      return true
    }
    this.#socket = connect({ host, port, noDelay: true, onread: { buffer, callback } })
  }

  /** Resolves when the client is connected to `host:port`. */
  static async open(address: string): Promise<FloorClient> {
    const { hostname, port } = new URL(`tcp://${address}`)
    const client = new FloorClient(hostname, Number(port))
    await once(client.#socket, 'connect')
    return client
  }

  get(key: string): Promise<Answer> {
    this.#send(`mg ${key} v\r\n`)
    return this.#answer()
  }

  set(key: string, value: Uint8Array): Promise<Answer> {
    this.#send(`ms ${key} ${value.length}\r\n`)
    this.#parts.push(this.#text, value)
    this.#partsBytes += this.#text.length + value.length
    this.#text = '\r\n'
    return this.#answer()
  }

  /** Resolves to one entry for each key, in the order of the keys. */
  getMany(keys: readonly string[]): Promise<Answer[]> {
    this.#send(`mg ${keys.join(' v\r\nmg ')} v\r\n`)
    return new Promise((resolve) => {
      const answers: Answer[] = []
      const collect = (answer: Answer): void => {
        if (answers.push(answer) === keys.length) resolve(answers)
      }
      for (let i = 0; i < keys.length; i++) this.#pending.push(collect)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve) => this.#pending.push(resolve))
  }

  #send(command: string): void {
    // A tick that is queued in the callback of a promise runs after the callbacks of all promises that one
    // read has settled.
    if (this.#text === '') process.nextTick(this.#flush)
    this.#text += command
  }

  readonly #flush = (): void => {
    if (this.#parts.length === 0) this.#socket.write(this.#text, 'latin1')
    else this.#socket.write(this.#joinParts())
    this.#text = ''
  }

  /**
   * Copies all parts into one buffer. This is cheaper than a vectored write for small values, and as cheap
   * for large ones.
   */
  #joinParts(): Buffer {
    const joined = this.#bufferFor(this.#partsBytes + this.#text.length)
    let length = 0
    for (const part of this.#parts) {
      if (typeof part === 'string') length += joined.write(part, length, 'latin1')
      else {
        joined.set(part, length)
        length += part.length
      }
    }
    joined.write(this.#text, length, 'latin1')
    this.#parts = []
    this.#partsBytes = 0
    return joined
  }

  /** Reuses the same memory once the kernel has taken its contents: new memory costs more than the copy. */
  #bufferFor(length: number): Buffer {
    const isFree = this.#socket.writableLength === 0 && length <= WRITE_BUFFER_BYTES
    return isFree ? this.#writeBuffer.subarray(0, length) : Buffer.allocUnsafe(length)
  }

  /** Answers the calls whose replies are complete. The next read overwrites `chunk`, so values are copied. */
  #read(chunk: Buffer): void {
    const bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk])
    const end = bytes.length
    let at = 0
    while (at + SHORT_REPLY_BYTES <= end) {
      if (bytes[at] !== V) {
        this.#settle(bytes[at] === H ? true : undefined)
        at += SHORT_REPLY_BYTES
        continue
      }
      // `VA <length>\r\n<value>\r\n`
      let digit = at + 3
      let length = 0
      for (; digit < end && bytes[digit] !== CARRIAGE_RETURN; digit++)
        length = length * 10 + (bytes[digit] ?? 0) - 0x30
      const start = digit + 2
      if (start + length + 2 > end) break
      const value = Buffer.allocUnsafe(length)
      bytes.copy(value, 0, start, start + length)
      this.#settle(value)
      at = start + length + 2
    }
    this.#rest = at === end ? undefined : Buffer.from(bytes.subarray(at))
  }

  #settle(answer: Answer): void {
    const settle = this.#pending[this.#oldest]
    this.#pending[this.#oldest++] = undefined
    if (this.#oldest === this.#pending.length) {
      this.#pending.length = 0
      this.#oldest = 0
    }
    settle?.(answer)
  }
}
