import { once } from 'node:events'
import { styleText } from 'node:util'
import type { Streams } from './streams.ts'

/** The reader of our output has gone, as `head` does when it has its lines. */
export class ClosedPipe extends Error {
  static {
    this.prototype.name = 'ClosedPipe'
  }
}

export type Format = Parameters<typeof styleText>[0]

const LINE_END = 0x0a

/** So many characters are gathered before they are written. */
const CHUNK = 65_536

/**
 * What a command writes: results to standard output, remarks to standard error. Lines are gathered until the
 * command waits for something, so that many cost few writes and the first is there at once.
 */
export class Output {
  /** Whether results are JSON. */
  readonly json: boolean
  readonly #stdout: Streams['stdout']
  readonly #stderr: Streams['stderr']
  readonly #closed = new AbortController()
  #gathered: string[] = []
  #length = 0
  #isScheduled = false
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    const isGone = error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED'
    this.#closed.abort(isGone ? new ClosedPipe('the reader has gone') : error)
  }

  constructor({ stdout, stderr }: Pick<Streams, 'stdout' | 'stderr'>, json: boolean) {
    this.#stdout = stdout
    this.#stderr = stderr
    this.json = json
    stdout.on('error', this.#onError)
  }

  /** Whether results go to a terminal. */
  get isTerminal(): boolean {
    return this.#stdout.isTTY === true
  }

  /** Aborts when nobody reads the results any more. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  /** Colours a text, on a terminal only, and not when `NO_COLOR` is set. */
  style(format: Format, text: string): string {
    return styleText(format, text, { stream: this.#stdout })
  }

  /**
   * Writes a line of results.
   *
   * @throws {ClosedPipe} when nobody reads them any more.
   */
  async line(text: string): Promise<void> {
    this.#gathered.push(text, '\n')
    this.#length += text.length
    if (this.#length >= CHUNK) return this.flush()
    this.#closed.signal.throwIfAborted()
    if (this.#isScheduled) return undefined
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      // The next line throws what has gone wrong.
      this.flush().catch(() => undefined)
    })
    return undefined
  }

  /** Writes an object as a line of JSON. */
  async object(value: unknown): Promise<void> {
    await this.line(JSON.stringify(value))
  }

  /** Writes bytes as they are, and a line end behind them on a terminal. */
  async bytes(bytes: Uint8Array): Promise<void> {
    await this.flush()
    await this.#write(bytes)
    if (this.isTerminal && bytes.at(-1) !== LINE_END) await this.#write('\n')
  }

  /** Writes what is gathered; resolves when the reader has room for more. */
  async flush(): Promise<void> {
    const text = this.#gathered.join('')
    this.#gathered = []
    this.#length = 0
    if (text !== '') await this.#write(text)
  }

  /** Writes a remark, which is no result. */
  note(text: string): void {
    this.#stderr.write(`${text}\n`)
  }

  /** Writes what is gathered, and leaves the streams to others. */
  async end(): Promise<void> {
    await this.flush().catch(() => undefined)
    // The failure of the last write comes a tick later.
    await new Promise<void>((resolve) => void setImmediate(resolve))
    this.#stdout.off('error', this.#onError)
  }

  async #write(chunk: string | Uint8Array): Promise<void> {
    this.#closed.signal.throwIfAborted()
    if (this.#stdout.write(chunk)) return
    try {
      await once(this.#stdout, 'drain', { signal: this.#closed.signal })
    } catch (error) {
      this.#closed.signal.throwIfAborted()
      throw error
    }
  }
}
