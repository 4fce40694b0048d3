import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client's side of a connection. */
export interface Talk {
  readonly socket: Socket
  /** What came, in the lumps that it came in. */
  readonly lumps: string[]
  /** All that came. */
  readonly text: string
  /** Resolves to how it ended: politely, or with an error's code. */
  readonly ending: Promise<string>
}

/** Connects to a port of 127.0.0.1, says something where something is given, and has nothing more to say. */
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
