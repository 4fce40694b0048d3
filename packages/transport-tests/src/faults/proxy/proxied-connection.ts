import { connect, type Socket } from 'node:net'
import { breakOff } from './break-off.ts'
import { Lane } from './lane.ts'
import type { Script } from './script.ts'

/** The events of a connection for the proxy. */
export interface ProxiedConnectionEvents {
  readonly onRequestBytes: (bytes: Buffer) => void
  readonly onReplyBytes: (bytes: Buffer) => void
  /** Both sides are closed. */
  readonly onClose: () => void
}

/** A connection from a client through the proxy to the server. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #upstream: Socket
  readonly #requests: Lane
  readonly #replies: Lane

  constructor(
    client: Socket,
    port: number,
    { onRequestBytes, onReplyBytes, onClose }: ProxiedConnectionEvents,
  ) {
    const upstream = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true })
    this.#client = client
    this.#upstream = upstream
    this.#requests = new Lane(client, upstream, {
      onBytes: onRequestBytes,
      // Also when the client reset the connection. The server then carries out everything that came, which is
      // the
      // worst case.
      onEnd: () => upstream.end(),
    })
    this.#replies = new Lane(upstream, client, {
      onBytes: onReplyBytes,
      onEnd: (wasReset) => (wasReset ? breakOff(client) : client.end()),
    })
    const closeIfBothAre = (): void => {
      if (client.closed && upstream.closed) onClose()
    }
    client.once('close', closeIfBothAre)
    upstream.once('close', closeIfBothAre)
  }

  /** Whether the client is still connected, as far as the proxy knows. */
  get isOpen(): boolean {
    return !this.#client.destroyed
  }

  play({ requests = [], replies = [] }: Script): void {
    this.#requests.play(requests)
    this.#replies.play(replies)
  }

  destroy(): void {
    this.#requests.stop()
    this.#replies.stop()
    this.#client.destroy()
    this.#upstream.destroy()
  }
}
