import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { assertPort } from '../../assert-port.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import type { Script } from './script.ts'

/**
 * Operating systems give outgoing connections higher ports than this one. So no connection takes the port of
 * a proxy while the proxy refuses.
 */
const LOWEST_PORT = 10_240
const HIGHEST_PORT = 32_767

/** How much of the replies the proxy remembers, in bytes. */
const LONGEST_MEMORY = 64 * 1024

/**
 * A proxy between clients and a server on 127.0.0.1. It breaks their connections as a script says. The proxy
 * knows no protocol: it sees bytes, not commands.
 */
export class FaultProxy {
  /** The port of the proxy. It listens there unless the script refuses. */
  readonly port: number
  readonly #serverPort: number
  readonly #connections = new Set<ProxiedConnection>()
  #listener: Server | undefined
  #script: Script = {}
  #isFirstDue = false
  #connectionCount = 0
  #requestByteCount = 0
  #replyByteCount = 0
  #replies: Buffer[] = []
  #repliesLength = 0

  private constructor(port: number, serverPort: number) {
    this.port = port
    this.#serverPort = serverPort
  }

  /**
   * Starts a proxy before the server on this port. The server may start later.
   *
   * @throws {TypeError} when the port is not a whole number from 1 to 65535.
   */
  static async start(serverPort: number): Promise<FaultProxy> {
    assertPort(serverPort)
    for (;;) {
      const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT + 1))
      const proxy = new FaultProxy(port, serverPort)
      if (await proxy.#listen()) return proxy
    }
  }

  /** `127.0.0.1:<port>`. */
  get address(): string {
    return `127.0.0.1:${this.port}`
  }

  /** The present script. */
  get script(): Script {
    return this.#script
  }

  /** How many clients are connected. */
  get openCount(): number {
    return [...this.#connections].filter(({ isOpen }) => isOpen).length
  }

  /** How many connections the proxy has accepted since its start. */
  get connectionCount(): number {
    return this.#connectionCount
  }

  /** How many bytes have come from clients since the start, passed on or not. */
  get requestByteCount(): number {
    return this.#requestByteCount
  }

  /** How many bytes have come from the server since the start, passed on or not. */
  get replyByteCount(): number {
    return this.#replyByteCount
  }

  /** The first 64 KiB that have come from the server since the script began, passed on or not. */
  get replies(): Buffer {
    return Buffer.concat(this.#replies)
  }

  /**
   * Begins to play a script, on open connections and on later ones. Bytes that the previous script has kept
   * follow the new script. Resolves when the port is open, or refuses, as the script says.
   *
   * @throws {Error} when another program has taken the port while the proxy refused.
   */
  async play(script: Script): Promise<void> {
    this.#script = script
    this.#isFirstDue = script.later !== undefined && this.openCount === 0
    this.#replies = []
    this.#repliesLength = 0
    for (const connection of this.#connections) connection.play(script)
    if (script.refuse) this.#refuse()
    else if (!(await this.#listen())) throw new Error(`Port ${this.port} was taken while it refused`)
  }

  /** Resets all connections, and resolves when the port is free. */
  async stop(): Promise<void> {
    const closed = this.#listener && once(this.#listener, 'close')
    this.#refuse()
    for (const connection of this.#connections) connection.destroy()
    await closed
  }

  #refuse(): void {
    this.#listener?.close()
    this.#listener = undefined
  }

  /** Resolves to whether the proxy listens. */
  async #listen(): Promise<boolean> {
    if (this.#listener) return true
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#connectionCount++
      const connection = new ProxiedConnection(client, this.#serverPort, {
        onRequestBytes: (bytes) => void (this.#requestByteCount += bytes.length),
        onReplyBytes: (bytes) => this.#remember(bytes),
        onClose: () => this.#connections.delete(connection),
      })
      this.#connections.add(connection)
      connection.play(this.#nextScript())
    })
    const isListening = await new Promise<boolean>((resolve) => {
      listener.once('error', () => resolve(false))
      listener.listen(this.port, '127.0.0.1', () => resolve(true))
    })
    if (isListening) this.#listener = listener
    return isListening
  }

  #nextScript(): Script {
    const { later } = this.#script
    if (later === undefined || this.#isFirstDue) {
      this.#isFirstDue = false
      return this.#script
    }
    return later
  }

  #remember(bytes: Buffer): void {
    this.#replyByteCount += bytes.length
    const part = bytes.subarray(0, LONGEST_MEMORY - this.#repliesLength)
    if (part.length === 0) return
    this.#replies.push(part)
    this.#repliesLength += part.length
  }
}
