import { afterEach, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { collectGarbage } from './collect-garbage.ts'
import { type Answer, type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const MEBIBYTE = 2 ** 20

let server: FakeServer | undefined
let transport: MetaTransport | undefined

async function open(answer: Answer, options: MetaTransportOptions = {}): Promise<MetaTransport> {
  server = await startFakeServer(answer)
  transport = new MetaTransport({ servers: [server.address], ...patient, ...options })
  return transport
}

afterEach(async () => {
  await transport?.close()
  await server?.stop()
})

/** The most memory for bytes that there is more than at first while something goes on, in MiB. */
async function mostMemory(during: () => Promise<unknown>): Promise<number> {
  const inUse = (): number => process.memoryUsage().arrayBuffers
  collectGarbage()
  const before = inUse()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, inUse())), 5)
  await during()
  clearInterval(timer)
  return (Math.max(most, inUse()) - before) / MEBIBYTE
}

describe('MetaTransport with a server that means harm', () => {
  it.each([
    [4 * 2 ** 30 - 1, 'protocol'],
    [128 * MEBIBYTE + 1, 'protocol'],
    [128 * MEBIBYTE, 'timeout'],
  ])(
    'takes less than 8 MiB for a value of %d bytes of which 64 KiB come, and rejects with %s',
    async (length, code) => {
      const opened = await open(
        (_, socket) => socket.write(`VA ${length} f0 O0001\r\n${'x'.repeat(65_536)}`),
        code === 'timeout' ? { timeout: 300 } : {},
      )
      const most = await mostMemory(() => expect(opened.get('k')).rejects.toMatchObject({ code }))
      expect(most).toBeLessThan(8)
    },
  )

  it('has a figure named __proto__ as one of its statistics, and no prototype changed', async () => {
    const opened = await open((_, socket) =>
      socket.write('STAT __proto__ evil\r\nSTAT constructor 1\r\nEND\r\n'),
    )
    const [entry] = await opened.statistics()
    expect(Object.entries(entry?.statistics ?? {})).toEqual([
      ['__proto__', 'evil'],
      ['constructor', '1'],
    ])
    expect(Object.getPrototypeOf(entry?.statistics)).toBe(Object.prototype)
  })

  it('does not gather figures without end', async () => {
    const opened = await open((_, socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write('STAT name 1\r\n'.repeat(1000)));
        socket.once('drain', more)
      }
      more()
    })
    const most = await mostMemory(async () => {
      const [entry] = await opened.statistics()
      expect(entry?.error).toMatchObject({ code: 'protocol' })
    })
    expect(most).toBeLessThan(8)
  })
})
