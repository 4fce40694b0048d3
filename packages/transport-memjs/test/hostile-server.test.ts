import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'

const MEBIBYTE = 2 ** 20

let server: Server
let transport: MemjsTransport
const sockets: Socket[] = []

/** Opens a transport to a server that answers the first request of each connection with these bytes. */
async function open(reply: Buffer, timeout = 20_000): Promise<MemjsTransport> {
  server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.write(reply))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  transport = new MemjsTransport({ servers: [`127.0.0.1:${port}`], timeout, connectTimeout: 20_000 })
  return transport
}

afterEach(async () => {
  await transport.close()
  for (const socket of sockets.splice(0)) socket.destroy()
  server.close()
})

interface ReplyParts {
  readonly opcode: number
  readonly key?: string
  readonly value?: string
  /** What the header says of the length of all that follows; absent: the truth. */
  readonly announced?: number
}

function toReply({
  opcode,
  key = '',
  value = '',
  announced = key.length + value.length,
}: ReplyParts): Buffer {
  const header = Buffer.alloc(24)
  header[0] = 0x81
  header[1] = opcode
  header.writeUInt16BE(key.length, 2)
  header.writeUInt32BE(announced, 8)
  return Buffer.concat([header, Buffer.from(key + value)])
}

/** The most memory for bytes that there is more than at first while something goes on, in MiB. */
async function mostMemory(during: () => Promise<unknown>): Promise<number> {
  const inUse = (): number => process.memoryUsage().arrayBuffers
  const before = inUse()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, inUse())), 5)
  await during()
  clearInterval(timer)
  return (Math.max(most, inUse()) - before) / MEBIBYTE
}

describe('MemjsTransport with a server that means harm', () => {
  it.each([
    [2 ** 32 - 1, 'protocol'],
    [2 ** 30, 'timeout'],
  ])(
    'takes less than 8 MiB for a reply of %d bytes of which 64 KiB come, and rejects with %s',
    async (announced, code) => {
      const reply = toReply({ opcode: Opcode.get, value: 'x'.repeat(65_536), announced })
      const opened = await open(reply, code === 'timeout' ? 300 : undefined)
      const most = await mostMemory(() => expect(opened.get('k')).rejects.toMatchObject({ code }))
      expect(most).toBeLessThan(8)
    },
  )

  it('has a figure named __proto__ as one of its statistics, and no prototype changed', async () => {
    const opcode = Opcode.statistics
    const figures = [
      { opcode, key: '__proto__', value: 'evil' },
      { opcode, key: 'constructor', value: '1' },
      { opcode },
    ]
    const opened = await open(Buffer.concat(figures.map(toReply)))
    const [entry] = await opened.statistics()
    expect(Object.entries(entry?.statistics ?? {})).toEqual([
      ['__proto__', 'evil'],
      ['constructor', '1'],
    ])
    expect(Object.getPrototypeOf(entry?.statistics)).toBe(Object.prototype)
  })
})
