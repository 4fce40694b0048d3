import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { countListeners } from './count-listeners.ts'

/** Knows the open sockets of this process. */
export class SocketWatch {
  readonly #sockets = new Set<Socket>()

  constructor() {
    // Node keeps the subscription for the lifetime of the process.
    subscribe('net.client.socket', (message) => {
      const { socket } = message as { readonly socket: Socket }
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  get count(): number {
    return this.#sockets.size
  }

  /** The most listeners of one of them. */
  get mostListeners(): number {
    return Math.max(0, ...Array.from(this.#sockets, countListeners))
  }
}
