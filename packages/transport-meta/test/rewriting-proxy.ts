import { connect, createServer, type Socket } from 'node:net'

export interface RewritingProxy {
  readonly address: string
  /** How many connections have been made to it. */
  readonly connectionCount: number
  stop(): Promise<void>
}

export interface Rewriting {
  /** Makes another of whole lines of replies. */
  readonly reply?: (lines: string) => string
  /** Whether a request is passed on; where it is not, the connection is closed politely. */
  readonly passes?: (request: string) => boolean
}

/**
 * Starts a proxy on 127.0.0.1 before a server that is there, for replies without values of their own lines.
 */
export async function startRewritingProxy(
  port: number,
  { reply = (lines) => lines, passes = () => true }: Rewriting,
): Promise<RewritingProxy> {
  const sockets = new Set<Socket>()
  let connectionCount = 0
  const server = createServer({ noDelay: true }, (socket) => {
    connectionCount++
    const upstream = connect({ port, host: '127.0.0.1', noDelay: true })
    for (const side of [socket, upstream]) {
      sockets.add(side)
      side.on('error', () => side.destroy()).setEncoding('latin1')
    }
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
    socket.on('data', (text: string) => {
      if (passes(text)) upstream.write(text, 'latin1')
      else socket.end()
    })
    let rest = ''
    upstream.on('data', (text: string) => {
      const end = (rest + text).lastIndexOf('\r\n') + 2
      const lines = (rest + text).slice(0, end)
      rest = (rest + text).slice(end)
      socket.write(reply(lines), 'latin1')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('no port')
  return {
    address: `127.0.0.1:${bound.port}`,
    get connectionCount() {
      return connectionCount
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
