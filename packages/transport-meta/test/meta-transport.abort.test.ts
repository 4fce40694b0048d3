import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { type Answer, type FakeServer, startFakeServer } from './fake-server.ts'
import { patient } from './patient.ts'

const reason = new Error('changed my mind')

let server!: FakeServer
let transport!: MetaTransport

async function open(answer: Answer): Promise<void> {
  server = await startFakeServer(answer)
  transport = new MetaTransport({ servers: [server.address], ...patient })
}

afterEach(async () => {
  await transport.close()
  await server.stop()
})

describe('MetaTransport, when a signal aborts', () => {
  it('sends nothing for a signal that has aborted before', async () => {
    await open(() => undefined)
    await expect(transport.get('k', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    await sleep(20)
    expect(server.connections).toHaveLength(0)
  })

  it('does not send what has not been sent yet', async () => {
    await open((_, socket) => socket.write('EN O0001\r\n'))
    const controller = new AbortController()
    const given = transport.get('given', { signal: controller.signal })
    const kept = transport.get('kept')
    controller.abort(reason)
    await expect(given).rejects.toBe(reason)
    expect(await kept).toBe(undefined)
    expect(server.received).toBe('mg kept v f s O0001\r\n')
  })

  it('rejects at once, skips the late reply, and gives the next call its own', async () => {
    const controller = new AbortController()
    await open((received, socket) => {
      if (received.includes('late')) controller.abort(reason)
      if (received.includes('next')) socket.write('VA 4 f0 O0001\r\nlate\r\nVA 4 f0 O0002\r\nnext\r\n')
    })
    const late = transport.get('late', { signal: controller.signal })
    await expect(late).rejects.toBe(reason)
    const item = await transport.get('next')
    expect(Buffer.from(item?.value ?? []).toString()).toBe('next')
    expect(server.connections).toHaveLength(1)
  })

  it('gives up many keys, however many portions they make, with the reason', async () => {
    await open(() => undefined)
    const controller = new AbortController()
    const keys = Array.from({ length: 20_000 }, (_, index) => `key:${index}`)
    const many = transport.getMany(keys, { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 20)
    await expect(many).rejects.toBe(reason)
    await expect(transport.statistics({ signal: controller.signal })).rejects.toBe(reason)
    await expect(transport.flush({ signal: controller.signal })).rejects.toBe(reason)
  })

  it('takes one signal for 1,000 calls without a warning', async () => {
    const warnings: Error[] = []
    const note = (warning: Error): unknown => warnings.push(warning)
    process.on('warning', note)
    onTestFinished(() => void process.off('warning', note))
    await open(() => undefined)
    const controller = new AbortController()
    const calls = Array.from({ length: 1000 }, () => transport.get('k', { signal: controller.signal }))
    setTimeout(() => controller.abort(reason), 20)
    const outcomes = await Promise.allSettled(calls)
    expect(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === reason)).toBe(true)
    await sleep(1)
    expect(warnings).toEqual([])
  })

  it('reads a value no more once the call has settled, and sends what it was', async () => {
    const slow = createServer().listen(0, '127.0.0.1')
    await once(slow, 'listening')
    const address = `127.0.0.1:${(slow.address() as AddressInfo).port}`
    const slowTransport = new MetaTransport({ servers: [address], ...patient })
    const value = Buffer.alloc(30_000_000, 'x')
    const controller = new AbortController()
    const call = expect(slowTransport.set('k', value, { signal: controller.signal })).rejects.toBe(reason)

    const [socket] = (await once(slow, 'connection')) as [Socket]
    await once(socket, 'data')
    socket.write('MN\r\n')
    await once(socket, 'data')
    const parts: Buffer[] = []
    let length = 0
    const begun = new Promise<void>((resolve) => {
      socket.on('data', (part) => {
        parts.push(part)
        length += part.length
        if (parts.length === 1) socket.pause()
        resolve()
      })
    })
    socket.write('VERSION 1.6.45\r\n')
    await begun
    controller.abort(reason)
    await call
    value.fill('y')

    const next = expect(slowTransport.get('k')).rejects.toMatchObject({ code: 'connection' })
    const sent = ['ms k 30000000 O0001\r\n', 'x'.repeat(30_000_000), '\r\nmg k v f s O0002\r\n'].join('')
    socket.resume()
    while (length < sent.length) await once(socket, 'data')
    socket.destroy()
    expect(Buffer.concat(parts).equals(Buffer.from(sent))).toBe(true)
    await Promise.all([slowTransport.close(), next])
    slow.close()
  })
})
