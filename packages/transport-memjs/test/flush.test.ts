import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { Opcode } from '../src/wire/opcode.ts'
import { type FakeServer, startGreetingServer, toItemReply, toReply } from './fake-server.ts'
import { rejectionOf } from './rejection-of.ts'

let server: MemcachedServer | FakeServer
let transport: MemjsTransport

function open(): void {
  transport = new MemjsTransport({ servers: [server.address], timeout: 20_000, connectTimeout: 20_000 })
}

afterEach(async () => {
  await transport.close()
  await server.stop()
})

describe('flush of MemjsTransport', () => {
  it('rejects with server where memcached was started with -F, and costs no other call anything', async () => {
    server = await startMemcached({ args: ['-F'] })
    open()
    const calls = [
      transport.set('a', Buffer.from('x')),
      transport.get('b'),
      transport.set('c', Buffer.from('x')),
    ]
    const error = await rejectionOf(transport.flush())
    expect(error).toMatchObject({ code: 'server', server: server.address, command: 'flush' })
    expect(error.message).toMatch(/refuses to flush.*"-F"/)
    expect(await Promise.all(calls)).toEqual([true, undefined, true])
  })

  it('goes by a connection of its own once it has lost one, until one has succeeded', async () => {
    let hangsUp = true
    const flushed: unknown[] = []
    const fake = await startGreetingServer((request, socket) => {
      if (request.opcode !== Opcode.flush) socket.write(toItemReply(request, 'x'))
      else {
        flushed.push(socket)
        if (hangsUp) socket.end()
        else socket.write(toReply(request))
      }
    })
    server = fake
    open()
    await transport.get('key')
    const [shared] = fake.sockets
    expect(await rejectionOf(transport.flush())).toMatchObject({ code: 'connection' })
    expect(flushed.splice(0)).toEqual([shared])

    await transport.get('key')
    const before = [...fake.sockets]
    for (let round = 0; round < 5; round++) {
      const calls = Array.from({ length: 50 }, async () => transport.set('key', Buffer.from('x')))
      expect(await rejectionOf(transport.flush())).toMatchObject({ code: 'connection' })
      expect((await Promise.all(calls)).every(Boolean)).toBe(true)
    }
    expect([...fake.sockets].filter((socket) => before.includes(socket))).toEqual(before)
    expect(flushed.length).toBeGreaterThan(0)
    expect(flushed).not.toContain(before[0])

    hangsUp = false
    while ((await transport.flush().catch(() => 'later')) === 'later');
    flushed.splice(0)
    await transport.flush()
    expect(flushed).toEqual(before)
  })
})
