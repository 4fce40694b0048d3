import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** The client side of a connection. */
export interface Talk {
  readonly socket: Socket
  /** The received bytes, in the lumps in which they came. */
  readonly lumps: string[]
  /** All received bytes. */
  readonly text: string
  /** Resolves to how the connection ended: politely, or with the code of an error. */
  readonly ending: Promise<string>
}

/** Connects to a port of 127.0.0.1, and sends `words` when they are given. */
export async function talk(port: number, words?: string): Promise<Talk> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: words === undefined })
  const lumps: string[] = []
  socket.on('data', (bytes) => lumps.push(bytes.toString('latin1')))
  const ending = new Promise<string>((resolve) => {
    socket.once('end', () => resolve('end'))
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
  if (words !== undefined) {
    await once(socket, 'connect')
    socket.end(words, 'latin1')
  }
  return {
    socket,
    lumps,
    get text() {
      return lumps.join('')
    },
    ending,
  }
}
