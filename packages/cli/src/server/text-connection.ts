import type { Socket } from 'node:net'
import { isTransportError, TransportError } from '@lmc/client'
import { reasonOf } from '@lmc/transport'
import type { Peer } from '@lmc/transport-meta'
import { dial } from './dial.ts'
import { Stopwatch } from './stopwatch.ts'

/**
 * A line of `watch` holds a key of 250 bytes, percent-encoded, and some figures; one of `stats settings` a
 * path.
 */
const LONGEST_LINE = 65_536

const REFUSAL = /^(?:CLIENT_|SERVER_)?ERROR\b/

export interface TextConnectionOptions {
  readonly server: Peer
  /** What the connection is for, as errors name it. */
  readonly command: string
  /** How long a server may take to be reached, and to send a line that is waited for, in milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Notes how long opening takes: `dns`, `connect`, `tls`, `handshake`. */
  readonly watch?: Stopwatch
}

/**
 * A connection that speaks memcached's classic text, one command after the other: for what no transport has,
 * as `stats slabs` and `watch`.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt
 */
export class TextConnection {
  readonly #options: TextConnectionOptions
  readonly #socket: Socket
  readonly #lines: AsyncGenerator<string, void, undefined>

  private constructor(options: TextConnectionOptions, socket: Socket) {
    this.#options = options
    this.#socket = socket
    this.#lines = linesOf(socket)
    // Who reads the next line is told of a failure; where nobody reads, nobody asks.
    socket.on('error', () => undefined)
    options.signal.addEventListener('abort', this.#onAbort)
  }

  /**
   * Opens a connection, and says who we are.
   *
   * @throws {TransportError} `connection`, `timeout`, `server`.
   * @throws the signal's reason.
   */
  static async open(options: TextConnectionOptions): Promise<TextConnection> {
    const { server, command, timeout, signal, watch = new Stopwatch() } = options
    const inTime = AbortSignal.timeout(timeout)
    let connection: TextConnection | undefined
    try {
      const socket = await dial(server, watch, AbortSignal.any([signal, inTime]))
      connection = new TextConnection(options, socket)
      const opened = connection
      await watch.time('handshake', () => opened.#shakeHands())
      return connection
    } catch (error) {
      connection?.close()
      signal.throwIfAborted()
      if (isTransportError(error)) throw error
      const isLate = inTime.aborted
      const message = isLate ? `the server did not answer within ${timeout} ms` : reasonOf(error)
      throw new TransportError(isLate ? 'timeout' : 'connection', message, {
        server: server.name,
        command,
        cause: error,
      })
    }
  }

  /**
   * Sends a command, with `body` behind it, and resolves to the line that answers it.
   *
   * @throws {TransportError} `server` when the server answers with an error; `connection`, `timeout`.
   * @throws the signal's reason.
   */
  async ask(command: string, body?: string): Promise<string> {
    this.#socket.write(body === undefined ? `${command}\r\n` : `${command}\r\n${body}\r\n`)
    const line = await this.#nextLine()
    if (REFUSAL.test(line)) throw this.#failure('server', `the server answered ${line.slice(0, 200)}`)
    return line
  }

  /**
   * Sends a command whose answer is any number of lines and `END`. Resolves to those lines.
   *
   * @throws as `ask`.
   */
  async askForMany(command: string): Promise<string[]> {
    const lines: string[] = []
    for (let line = await this.ask(command); line !== 'END'; line = await this.#nextLine()) lines.push(line)
    return lines
  }

  /**
   * Gives the lines that the server sends by itself, until it closes the connection.
   *
   * @throws {TransportError} `connection` when that happens.
   * @throws the signal's reason.
   */
  async *lines(): AsyncGenerator<string, void, undefined> {
    for (;;) yield await this.#read()
  }

  close(): void {
    this.#options.signal.removeEventListener('abort', this.#onAbort)
    this.#socket.destroy()
  }

  readonly #onAbort = (): void => void this.#socket.destroy()

  async #shakeHands(): Promise<void> {
    const { credentials } = this.#options.server
    if (credentials !== undefined) {
      const text = `${credentials.username} ${credentials.password}`
      this.#socket.write(`set lmc:credentials 0 0 ${Buffer.byteLength(text)}\r\n${text}\r\n`)
      // Without the line, which may hold what was sent.
      if ((await this.#nextLine()) !== 'STORED')
        throw this.#failure('connection', 'the server refuses the credentials')
    }
    await this.ask('version')
  }

  /** The next line, which is waited for. */
  async #nextLine(): Promise<string> {
    const { timeout } = this.#options
    const late = setTimeout(
      () => this.#socket.destroy(this.#failure('timeout', `nothing came for ${timeout} ms`)),
      timeout,
    )
    try {
      return await this.#read()
    } finally {
      clearTimeout(late)
    }
  }

  async #read(): Promise<string> {
    const { signal } = this.#options
    try {
      const { value } = await this.#lines.next()
      if (typeof value === 'string') return value
    } catch (error) {
      signal.throwIfAborted()
      if (isTransportError(error)) throw error
      throw this.#failure('connection', reasonOf(error), error)
    }
    signal.throwIfAborted()
    throw this.#failure('connection', 'the server closed the connection')
  }

  #failure(code: 'connection' | 'timeout' | 'server', message: string, cause?: unknown): TransportError {
    const { server, command } = this.#options
    return new TransportError(code, message, { server: server.name, command, cause })
  }
}

async function* linesOf(socket: Socket): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of socket.setEncoding('latin1') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST_LINE) throw new Error(`a line of over ${LONGEST_LINE} bytes came`)
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
}
