import { createServer, type Socket } from 'node:net'

/** A server that does what a test tells it to. */
export interface FakeServer {
  readonly address: string
  /** How many connections have been made to it. */
  readonly connections: readonly Socket[]
  /** All that has come, on all connections, without the handshake. */
  readonly received: string
  stop(): Promise<void>
}

/** Answers what has come in one piece. */
export type Answer = (received: string, socket: Socket) => void

/** The handshake, and what is answered. */
const HANDSHAKE: readonly (readonly [line: string, greeting: string])[] = [
  ['mn\r\n', 'MN\r\n'],
  ['version\r\n', 'VERSION 1.6.45\r\n'],
]

/**
 * Starts a server on 127.0.0.1 that answers the handshake as memcached does, unless told otherwise, and
 * everything else by `answer`.
 */
export async function startFakeServer(
  answer: Answer,
  greets: () => boolean = () => true,
): Promise<FakeServer> {
  const connections: Socket[] = []
  let received = ''
  const server = createServer({ noDelay: true }, (socket) => {
    connections.push(socket)
    socket.setEncoding('latin1')
    socket.on('error', () => socket.destroy())
    socket.on('data', (text: string) => {
      let rest = text
      // On a busy machine what comes behind the handshake comes with it.
      for (const [line, greeting] of HANDSHAKE) {
        if (!rest.startsWith(line)) continue
        rest = rest.slice(line.length)
        if (greets()) socket.write(greeting)
      }
      if (rest === '') return
      received += rest
      answer(rest, socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return {
    address: `127.0.0.1:${bound.port}`,
    connections,
    get received() {
      return received
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of connections) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
