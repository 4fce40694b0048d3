import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { assertPort } from '../../assert-port.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import type { Script } from './script.ts'

/**
 * Operating systems give outgoing connections ports above these, so nobody takes a port of ours while it
 * refuses.
 */
const LOWEST_PORT = 10_240
const HIGHEST_PORT = 32_767

/** How much of the replies is remembered, in bytes. */
const LONGEST_MEMORY = 64 * 1024

/**
 * Stands between clients and a server on 127.0.0.1 and does to their connections what a script says. It knows
 * no protocol: it sees bytes, not commands.
 */
export class FaultProxy {
  /** The port that it listens on, unless its script refuses. */
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
   * Starts a proxy before the server on this port, which need not be up yet.
   *
   * @throws {TypeError} when the port is none.
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

  /** What it does at present. */
  get script(): Script {
    return this.#script
  }

  /** How many clients are connected. */
  get openCount(): number {
    return [...this.#connections].filter(({ isOpen }) => isOpen).length
  }

  /** How many connections it has accepted since it was started. */
  get connectionCount(): number {
    return this.#connectionCount
  }

  /** How many bytes have come from clients since it was started, whatever became of them. */
  get requestByteCount(): number {
    return this.#requestByteCount
  }

  /** How many bytes have come from the server since it was started, whatever became of them. */
  get replyByteCount(): number {
    return this.#replyByteCount
  }

  /** What has come from the server since the script began, whatever became of it; the first 64 KiB. */
  get replies(): Buffer {
    return Buffer.concat(this.#replies)
  }

  /**
   * Begins with this script, on the connections that are open and on later ones. What the script before it
   * has kept goes the way of the new one. Resolves when the port is open, or refuses, as the script says.
   *
   * @throws {Error} when the port has been taken by somebody else while it refused.
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

  /** Breaks everything off, and resolves when the port is free. */
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

  /** Resolves to whether it listens. */
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
