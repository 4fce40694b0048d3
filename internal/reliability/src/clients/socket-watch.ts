import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { countListeners } from './count-listeners.ts'

/** Knows the sockets that this process has opened and that are not closed. */
export class SocketWatch {
  readonly #sockets = new Set<Socket>()

  constructor() {
    // Node keeps it for as long as the process.
    subscribe('net.client.socket', (message) => {
      const { socket } = message as { readonly socket: Socket }
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  get count(): number {
    return this.#sockets.size
  }

  /** The most listeners that one of them has. */
  get mostListeners(): number {
    return Math.max(0, ...Array.from(this.#sockets, countListeners))
  }
}
