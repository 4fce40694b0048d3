import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/**
 * A proxy before a memcached. It passes on so many bytes of the server's answers, and then holds what comes
 * from either side until `release()`.
 */
export class HoldingProxy {
  /** How many bytes of answers have come so far, held ones included. */
  answered = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #held: (() => void)[] = []
  #room: number

  private constructor(port: number, room: number) {
    this.#room = room
    this.#server = createServer((client) => {
      const target = connect(port, '127.0.0.1')
      for (const socket of [client, target]) {
        this.#sockets.add(socket)
        socket
          .on('error', () => undefined)
          .on('close', () => {
            client.destroy()
            target.destroy()
          })
      }
      client.on('data', (chunk) => {
        if (this.#room > 0) target.write(chunk)
        else this.#held.push(() => target.write(chunk))
      })
      target.on('data', (chunk: Buffer) => {
        this.answered += chunk.length
        const passed = chunk.subarray(0, Math.max(0, this.#room))
        this.#room -= chunk.length
        client.write(passed)
        if (passed.length < chunk.length) this.#held.push(() => client.write(chunk.subarray(passed.length)))
      })
    })
  }

  static async start(port: number, room: number): Promise<HoldingProxy> {
    const proxy = new HoldingProxy(port, room)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Resolves when a client sends something. */
  async reached(): Promise<void> {
    const [client] = (await once(this.#server, 'connection')) as [Socket]
    await once(client, 'data')
  }

  /** Passes on so many bytes from now on, and holds what comes behind them. */
  hold(room: number): void {
    this.#room = room
  }

  /** Passes on what is held, and all that comes. */
  release(): void {
    this.#room = Infinity
    for (const pass of this.#held.splice(0)) pass()
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}
