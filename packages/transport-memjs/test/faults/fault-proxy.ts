import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** What a script can do with the connection that a reply came by. */
interface Wire {
  /** Hands bytes to the client. */
  send(bytes: Buffer): void
  /** Closes politely. */
  end(): void
  /** Breaks off. */
  reset(): void
}

/** Decides what becomes of a reply of the server. */
export type Script = (reply: Buffer, wire: Wire) => void

/**
 * Stands between a client and a real memcached, and gives each whole reply of the binary protocol to a
 * script.
 */
export interface FaultProxy {
  readonly address: string
  /** How many connections were accepted. */
  readonly connections: number
  /** All that clients have sent. */
  readonly sent: Buffer
  /** Absent: replies pass as they are. */
  script: Script | undefined
  /** Holds back what clients send, as a server does that is frozen. */
  freeze(): void
  /** Hands on what was held back, in its order. */
  thaw(): void
  stop(): Promise<void>
}

/** Starts a proxy before the server at this port of 127.0.0.1. */
export async function startFaultProxy(port: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  const sent: Buffer[] = []
  const held: (() => void)[] = []
  let isFrozen = false
  let connections = 0
  const server = createServer((client) => {
    connections++
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // A reset is what some scripts are about; the other side notices by the close.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (chunk) => {
      sent.push(chunk)
      if (isFrozen) held.push(() => upstream.write(chunk))
      else upstream.write(chunk)
    })
    const wire: Wire = {
      send: (bytes) => void client.write(bytes),
      end: () => void client.end(),
      reset: () => void client.resetAndDestroy(),
    }
    eachReply(upstream, (reply) => {
      if (proxy.script) proxy.script(reply, wire)
      else wire.send(reply)
    })
    upstream.on('close', () => client.end())
    client.on('close', () => {
      if (isFrozen) held.push(() => upstream.end())
      else upstream.end()
    })
  })
  const proxy = {
    address: await listen(server),
    script: undefined,
    get connections() {
      return connections
    },
    get sent() {
      return Buffer.concat(sent)
    },
    freeze: () => {
      isFrozen = true
    },
    thaw: () => {
      isFrozen = false
      for (const handOn of held.splice(0)) handOn()
    },
    stop: async () => {
      if (!server.listening) return
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  } as FaultProxy
  return proxy
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
}

function eachReply(socket: Socket, take: (reply: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 24 && rest.length >= 24 + rest.readUInt32BE(8)) {
      const length = 24 + rest.readUInt32BE(8)
      take(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  })
}
