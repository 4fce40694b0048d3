import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A server that sends back everything that it gets, until the client ends. */
export interface EchoServer {
  readonly port: number
  /** The bytes that it got, in the lumps in which they came. */
  readonly lumps: string[]
  stop(): Promise<void>
}

export async function startEchoServer(): Promise<EchoServer> {
  const lumps: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes) => {
      lumps.push(bytes.toString('latin1'))
      socket.write(bytes)
    })
    socket.on('end', () => socket.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    lumps,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
