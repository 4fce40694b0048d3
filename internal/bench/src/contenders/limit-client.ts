import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Exchange } from '../workloads/exchange.ts'

const READ_BUFFER_BYTES = 256 * 1024

/**
 * No client: it writes commands that were built before, and only counts the bytes of the replies. As soon as
 * replies have come, the next commands leave in one write. So this is what socket, system and server allow.
 */
export class LimitClient {
  readonly #socket: Socket
  readonly #buffer: Buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES)
  #onBytes: (count: number) => void = () => {}

  private constructor(host: string, port: number) {
    const callback = (count: number): boolean => {
      this.#onBytes(count)
      return true
    }
    this.#socket = connect({ host, port, noDelay: true, onread: { buffer: this.#buffer, callback } })
  }

  /** Resolves when the client is connected to `host:port`. */
  static async open(address: string): Promise<LimitClient> {
    const { hostname, port } = new URL(`tcp://${address}`)
    const client = new LimitClient(hostname, Number(port))
    await once(client.#socket, 'connect')
    return client
  }

  /**
   * Checks each reply once. Resolves to a function that makes so many calls, which count as answered by the
   * number of bytes.
   *
   * @throws {Error} when a reply has other bytes than the exchange says.
   */
  async prepare(exchange: Exchange, inFlight: number): Promise<(calls: number) => Promise<void>> {
    for (let i = 0; i < exchange.distinct; i++) await this.#verify(exchange, i)
    const commands = allCommands(exchange, inFlight)
    const commandBytes = exchange.command(0).length
    const replyBytes = exchange.reply(0).length
    return (calls) =>
      new Promise((resolve) => {
        let sent = 0
        let read = 0
        const send = (count: number): void => {
          const start = (sent % exchange.distinct) * commandBytes
          this.#socket.write(commands.subarray(start, start + count * commandBytes))
          sent += count
        }
        this.#onBytes = (count) => {
          read += count
          const answered = Math.floor(read / replyBytes)
          if (answered === calls) resolve()
          const due = Math.min(calls, answered + inFlight) - sent
          if (due > 0) send(due)
        }
        send(Math.min(inFlight, calls))
      })
  }

  async #verify(exchange: Exchange, i: number): Promise<void> {
    const expected = exchange.reply(i)
    let found = ''
    await new Promise<void>((resolve) => {
      this.#onBytes = (count) => {
        found += this.#buffer.toString('latin1', 0, count)
        if (found.length >= expected.length) resolve()
      }
      this.#socket.write(exchange.command(i), 'latin1')
    })
    if (found !== expected) throw new Error(`wrong answer: ${JSON.stringify(found.slice(0, 60))}`)
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** The distinct commands, and so many more that as many as are in flight stand behind each of them. */
function allCommands(exchange: Exchange, inFlight: number): Buffer {
  const commands = Array.from({ length: exchange.distinct + inFlight }, (_, i) => exchange.command(i))
  return Buffer.from(commands.join(''), 'latin1')
}
