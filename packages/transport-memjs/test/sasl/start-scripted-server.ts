import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Utils } from 'memjs'

/** What the server does with a request: nothing, a reply with this status and body, or a polite close. */
export type Script = (request: {
  opcode: number
  value: string
}) => { status: number; body?: string } | 'hang up' | undefined

/** A server of the binary protocol that says what a script tells it to. */
export interface ScriptedServer {
  readonly address: string
  /** All that clients have sent. */
  readonly received: Buffer
  stop(): Promise<void>
}

/** Starts a scripted server on a free port of 127.0.0.1. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  const received: Buffer[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received.push(chunk)
      let rest = chunk
      for (let request = Utils.parseMessage(rest); request; request = Utils.parseMessage(rest)) {
        rest = rest.subarray(24 + request.header.totalBodyLength)
        const { opcode, opaque } = request.header
        const answer = script({ opcode, value: request.val.toString() })
        if (answer === 'hang up') socket.end()
        else if (answer) socket.write(toReply(opcode, opaque, answer.status, answer.body ?? ''))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    address: `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    get received() {
      return Buffer.concat(received)
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function toReply(opcode: number, opaque: number, status: number, body: string): Buffer {
  const reply = Buffer.alloc(24 + body.length)
  reply[0] = 0x81
  reply[1] = opcode
  reply.writeUInt16BE(status, 6)
  reply.writeUInt32BE(body.length, 8)
  reply.writeUInt32BE(opaque, 12)
  reply.write(body, 24, 'latin1')
  return reply
}
