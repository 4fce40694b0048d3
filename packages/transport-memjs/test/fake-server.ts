import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Utils } from 'memjs'
import { Opcode } from '../src/wire/opcode.ts'

/** A request of the binary protocol, as a fake server sees it. */
export interface SeenRequest {
  readonly opcode: number
  readonly opaque: number
  readonly key: string
  readonly value: string
}

/** A server of one's own on a free port of 127.0.0.1. */
export interface FakeServer {
  readonly address: string
  readonly port: number
  /** How many connections were accepted. */
  readonly connections: number
  /** Those that are open. */
  readonly sockets: ReadonlySet<Socket>
  stop(): Promise<void>
}

/** Starts a server that hands each connection to `serve`. */
export async function startFakeServer(
  serve: (socket: Socket) => void,
  { port = 0 } = {},
): Promise<FakeServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    serve(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: ownPort } = server.address() as AddressInfo
  return {
    address: `127.0.0.1:${ownPort}`,
    port: ownPort,
    get connections() {
      return connections
    },
    sockets,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Starts a server that greets as memcached does, and hands all other requests to `serve`. */
export async function startGreetingServer(
  serve: (request: SeenRequest, socket: Socket) => void,
): Promise<FakeServer> {
  return startFakeServer((socket) =>
    eachRequest(socket, (request) => {
      if (request.opcode === Opcode.noop) socket.write(toReply(request))
      else serve(request, socket)
    }),
  )
}

/** Calls `take` with each request that comes. */
export function eachRequest(socket: Socket, take: (request: SeenRequest) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (let request = Utils.parseMessage(rest); request; request = Utils.parseMessage(rest)) {
      rest = rest.subarray(24 + request.header.totalBodyLength)
      const { header, key, val } = request
      take({ opcode: header.opcode, opaque: header.opaque, key: key.toString(), value: val.toString() })
    }
  })
}

export interface ReplyParts {
  readonly status?: number
  readonly extras?: Buffer
  readonly key?: string
  readonly value?: string
  /** What the header says of the length of all that follows; absent: the truth. */
  readonly announced?: number
}

const NOTHING = Buffer.alloc(0)

/** The bytes of a reply to a request. */
export function toReply(
  { opcode, opaque }: Pick<SeenRequest, 'opcode' | 'opaque'>,
  { status = 0, extras = NOTHING, key = '', value = '', announced }: ReplyParts = {},
): Buffer {
  const header = Buffer.alloc(24)
  header[0] = 0x81
  header[1] = opcode
  header.writeUInt16BE(key.length, 2)
  header.writeUInt8(extras.length, 4)
  header.writeUInt16BE(status, 6)
  header.writeUInt32BE(announced ?? extras.length + key.length + value.length, 8)
  header.writeUInt32BE(opaque, 12)
  return Buffer.concat([header, extras, Buffer.from(key + value, 'latin1')])
}

/** The reply to a get: an item without flags. */
export function toItemReply(request: SeenRequest, value: string): Buffer {
  return toReply(request, { extras: Buffer.alloc(4), value })
}
