import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultProxy, type Step } from '../../../src/faults/index.ts'
import { type EchoServer, startEchoServer } from './echo-server.ts'
import { talk } from './talk.ts'

let server: EchoServer
let proxy: FaultProxy

beforeEach(async () => {
  server = await startEchoServer()
  proxy = await FaultProxy.start(server.port)
})

afterEach(async () => {
  await proxy.stop()
  await server.stop()
})

describe('FaultProxy', () => {
  const changes: readonly [steps: Step[], received: string][] = [
    [[], 'hello'],
    [[{ do: 'pass' }, { do: 'drop' }], 'hello'],
    [[{ do: 'pass', bytes: 2 }, { do: 'drop' }], 'he'],
    [[{ do: 'drop', bytes: 2 }], 'llo'],
    [
      [
        { do: 'pass', bytes: 9 },
        { do: 'insert', text: '!' },
      ],
      'hello!',
    ],
    [[{ do: 'insert', text: '\r\n\xff' }], '\r\n\xffhello'],
    [
      [
        { do: 'pass', bytes: 1 },
        { do: 'insert', text: '-' },
      ],
      'h-ello',
    ],
    [[{ do: 'flip', mask: 1, bytes: 1 }], 'iello'],
    [[{ do: 'flip', mask: 0x20 }], 'HELLO'],
    [[{ do: 'repeat', bytes: 2 }], 'hehello'],
    [[{ do: 'swap', bytes: 2, with: 3 }], 'llohe'],
    [[{ do: 'chop', into: 2, bytes: 4 }, { do: 'drop' }], 'hell'],
    [[{ do: 'glue', into: 2, bytes: 3 }, { do: 'drop' }], 'hel'],
    [
      [
        { do: 'hold', for: 1 },
        { do: 'drop', bytes: 4 },
      ],
      'o',
    ],
    [
      [
        { do: 'stall', for: 1 },
        { do: 'drop', bytes: 4 },
      ],
      'o',
    ],
  ]
  it.each(changes)('with %j on the way back turns "hello" into "%s"', async (replies, received) => {
    await proxy.play({ replies })
    const client = await talk(proxy.port, 'hello')
    expect(await client.ending).toBe('end')
    expect(client.text).toBe(received)
    expect(server.lumps.join('')).toBe('hello')
  })

  it.each(changes)('with %j on the way there turns "hello" into "%s"', async (requests, received) => {
    await proxy.play({ requests })
    const client = await talk(proxy.port, 'hello')
    expect(await client.ending).toBe('end')
    expect(server.lumps.join('')).toBe(received)
  })

  it('chops into parts that come one by one', async () => {
    await proxy.play({ replies: [{ do: 'chop', into: 2, every: 10 }] })
    // On a busy machine, two parts may wait for the reader together.
    const lumps = async (): Promise<readonly string[]> => {
      const client = await talk(proxy.port, 'hello')
      await client.ending
      expect(client.lumps.join('')).toBe('hello')
      return client.lumps
    }
    await expect.poll(lumps, { timeout: 20_000 }).toEqual(['he', 'll', 'o'])
  })

  it('glues parts together, and passes fewer bytes when no more come', async () => {
    await proxy.play({ requests: [{ do: 'glue', into: 4 }] })
    const client = await talk(proxy.port)
    for (const word of ['a', 'b', 'c', 'd', 'e']) {
      client.socket.write(word)
      await sleep(1)
    }
    client.socket.end()
    await client.ending
    expect(server.lumps.join('')).toBe('abcde')
    expect(server.lumps.length).toBeLessThan(5)
  })

  it('delays by the given time', async () => {
    await proxy.play({ replies: [{ do: 'delay', from: 40, to: 50, seed: 1 }] })
    const startedAt = performance.now()
    const client = await talk(proxy.port, 'hello')
    await client.ending
    expect(client.text).toBe('hello')
    // A timer may be early by a fraction of a millisecond.
    expect(performance.now() - startedAt).toBeGreaterThan(39)
  })

  it('keeps the bytes between two changes of a lump together', async () => {
    await proxy.play({
      replies: [
        { do: 'pass', bytes: 2 },
        { do: 'flip', mask: 1, bytes: 1 },
      ],
    })
    const client = await talk(proxy.port, 'hello')
    await client.ending
    expect(client.lumps).toEqual(['hemlo'])
  })

  it('holds bytes, and the end, until the next script, which then handles them', async () => {
    await proxy.play({ replies: [{ do: 'hold' }] })
    const client = await talk(proxy.port, 'hello')
    while (proxy.replyByteCount < 5) await sleep(1)
    expect(client.text).toBe('')
    await proxy.play({ replies: [{ do: 'drop', bytes: 1 }] })
    expect(await client.ending).toBe('end')
    expect(client.text).toBe('ello')
  })

  it.each<Step>([
    { do: 'repeat', bytes: 9 },
    { do: 'swap', bytes: 5, with: 4 },
  ])('%j keeps too few bytes until the next script, which then handles them', async (step) => {
    await proxy.play({ replies: [step] })
    const client = await talk(proxy.port)
    client.socket.write('hello')
    while (proxy.replyByteCount < 5) await sleep(1)
    await proxy.play({ replies: [{ do: 'drop', bytes: 1 }] })
    client.socket.end()
    expect(await client.ending).toBe('end')
    expect(client.text).toBe('ello')
  })

  it('stalls without reading a byte until the next script', async () => {
    await proxy.play({ requests: [{ do: 'stall' }] })
    const client = await talk(proxy.port, 'hello')
    await sleep(20)
    expect(proxy.requestByteCount).toBe(0)
    await proxy.play({})
    await client.ending
    expect(client.text).toBe('hello')
  })

  it('half-closes: the client sees the end, and can still send', async () => {
    await proxy.play({ replies: [{ do: 'halfClose' }] })
    const client = await talk(proxy.port)
    expect(await client.ending).toBe('end')
    client.socket.write('still there')
    while (server.lumps.length === 0) await sleep(1)
    expect(server.lumps.join('')).toBe('still there')
    client.socket.destroy()
  })

  it('closes politely, after the bytes before', async () => {
    await proxy.play({ replies: [{ do: 'pass', bytes: 2 }, { do: 'close' }] })
    const client = await talk(proxy.port)
    client.socket.write('hello')
    expect(await client.ending).toBe('end')
    expect(client.text).toBe('he')
    client.socket.destroy()
  })

  it('resets', async () => {
    await proxy.play({ replies: [{ do: 'drop', bytes: 1 }, { do: 'reset' }] })
    const client = await talk(proxy.port)
    client.socket.write('hello')
    expect(await client.ending).toBe('ECONNRESET')
  })

  it('refuses, and accepts on the same port afterwards', async () => {
    await proxy.play({ refuse: true })
    const refused = await talk(proxy.port)
    expect(await refused.ending).toBe('ECONNREFUSED')
    await proxy.play({})
    const client = await talk(proxy.port, 'hello')
    await client.ending
    expect(client.text).toBe('hello')
  })

  it('resets connections when its server is down', async () => {
    await server.stop()
    const client = await talk(proxy.port)
    expect(await client.ending).toBe('ECONNRESET')
    server = await startEchoServer()
  })

  it('passes on the end of the server', async () => {
    const client = await talk(proxy.port)
    client.socket.write('hello')
    await once(client.socket, 'data')
    await server.stop()
    expect(['end', 'ECONNRESET']).toContain(await client.ending)
    server = await startEchoServer()
  })

  it('with `later` breaks only the first connection', async () => {
    await proxy.play({ replies: [{ do: 'drop', bytes: 1 }], later: { replies: [{ do: 'drop', bytes: 2 }] } })
    const texts: string[] = []
    for (let index = 0; index < 3; index++) {
      const client = await talk(proxy.port, 'hello')
      await client.ending
      texts.push(client.text)
    }
    expect(texts).toEqual(['ello', 'llo', 'llo'])
  })

  it('with `later` breaks the open connections, and not the next one', async () => {
    const client = await talk(proxy.port)
    client.socket.write('before')
    await once(client.socket, 'data')
    await proxy.play({ replies: [{ do: 'drop', bytes: 1 }], later: {} })
    client.socket.write('hello')
    await once(client.socket, 'data')
    expect(client.lumps).toEqual(['before', 'ello'])
    client.socket.destroy()
    const next = await talk(proxy.port, 'hello')
    await next.ending
    expect(next.text).toBe('hello')
  })

  it('does the same damage with the same seed, and other damage with another', async () => {
    const text = 'abcdefghij'.repeat(1000)
    const received = async (seed: number): Promise<string> => {
      await proxy.play({ replies: [{ do: 'damage', every: 500, seed }] })
      const client = await talk(proxy.port, text)
      await client.ending
      return client.text
    }
    const damaged = await received(1)
    expect(damaged).not.toBe(text)
    expect(await received(1)).toBe(damaged)
    expect(await received(2)).not.toBe(damaged)
  })

  it('counts connections and bytes, and remembers the replies since the script began', async () => {
    const first = await talk(proxy.port, 'hello')
    await first.ending
    await proxy.play({ replies: [{ do: 'drop' }] })
    const second = await talk(proxy.port, 'again')
    await second.ending
    expect(proxy.replies.toString()).toBe('again')
    expect([proxy.connectionCount, proxy.requestByteCount, proxy.replyByteCount]).toEqual([2, 10, 10])
  })

  it('has closed everything when it has stopped', async () => {
    await proxy.play({ requests: [{ do: 'hold' }] })
    const client = await talk(proxy.port, 'hello')
    await proxy.stop()
    await client.ending
    expect(await (await talk(proxy.port)).ending).toBe('ECONNREFUSED')
  })
})
