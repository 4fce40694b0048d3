import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/**
 * A proxy before a memcached that passes on so many bytes of the server's answers, and holds what comes
 * behind them.
 */
export class HoldingProxy {
  /** How many bytes of answers have come so far, held ones included. */
  answered = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
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
      client.on('data', (chunk) => void target.write(chunk))
      target.on('data', (chunk: Buffer) => {
        this.answered += chunk.length
        client.write(chunk.subarray(0, Math.max(0, this.#room)))
        this.#room -= chunk.length
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

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
