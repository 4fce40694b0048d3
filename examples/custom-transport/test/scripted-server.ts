import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'

/** A server that answers everything with the same bytes. */
export interface ScriptedServer {
  readonly address: string
  stop(): Promise<void>
}

/** Starts a server that answers each lump of requests with these pieces, one after the other. */
export async function startScriptedServer(pieces: readonly string[]): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  const answer = async (socket: Socket): Promise<void> => {
    for (const piece of pieces) {
      socket.write(piece, 'latin1')
      await turn()
    }
  }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', () => void answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    address: `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
