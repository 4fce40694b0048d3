import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport } from '../src/index.ts'
import { patient } from './patient.ts'
import { type RewritingProxy, startRewritingProxy } from './rewriting-proxy.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

let server: MemcachedServer
let proxy: RewritingProxy
let transport: MetaTransport

beforeAll(async () => {
  server = await startMemcached()
})

afterAll(() => server.stop())

afterEach(async () => {
  await transport.close()
  await proxy.stop()
})

/**
 * What 1.6.12 to 1.6.17 were seen to answer: misses without their number, and spaces too many where an item
 * is deleted or missing.
 */
function toOld(version: string): (lines: string) => string {
  return (lines) =>
    lines
      .replaceAll(/^EN [^\r\n]*/gm, 'EN')
      .replaceAll(/^(NF|EX) O/gm, '$1  O')
      .replaceAll(/^VERSION [^\r\n]*/gm, `VERSION ${version}`)
}

async function open(reply: (lines: string) => string): Promise<void> {
  proxy = await startRewritingProxy(server.port, { reply })
  transport = new MetaTransport({ servers: [proxy.address], ...patient })
}

describe.each(['1.6.12', '1.6.14', '1.6.17'])('MetaTransport with memcached %s', (version) => {
  it('gives misses and hits to their calls, by one connection', async () => {
    await open(toOld(version))
    await transport.set('here', bytes('1'))
    const gets = await Promise.all(
      Array.from({ length: 100 }, (_, index) => transport.get(index % 3 === 0 ? 'here' : `absent-${index}`)),
    )
    expect(gets.map((item) => item !== undefined)).toEqual(gets.map((_, index) => index % 3 === 0))
    expect(await transport.gets('absent')).toBe(undefined)
    expect(new Set((await transport.getMany(['absent', 'here', 'nothing'])).keys())).toEqual(
      new Set(['here']),
    )
    expect(await transport.hasMany(['absent', 'here'])).toEqual(new Set(['here']))
    expect(await transport.touch('absent', 10)).toBe(false)
    expect(await transport.delete('absent')).toBe(false)
    expect(await transport.increment('absent', 1)).toBe(undefined)
    expect(await transport.append('absent', new Uint8Array(600_000))).toBe(false)
    expect(proxy.connectionCount).toBe(1)
  })

  it('deletes an item of one version, and of no other', async () => {
    await open(toOld(version))
    await transport.set('versioned', bytes('1'))
    const item = await transport.gets('versioned')
    expect(await transport.compareAndDelete('versioned', '1')).toBe(false)
    expect(await transport.compareAndDelete('versioned', item?.cas ?? '')).toBe(true)
    expect(await transport.get('versioned')).toBe(undefined)
    expect(await transport.compareAndDelete('versioned', item?.cas ?? '')).toBe(false)
    expect(await transport.add('versioned', bytes('2'))).toBe(true)
  })
})

describe('MetaTransport with a server that is too old', () => {
  it.each(['1.6.11', '1.6.0', '1.5.22'])('refuses %s in one sentence', async (version) => {
    await open((lines) => lines.replaceAll(/^VERSION [^\r\n]*/gm, `VERSION ${version}`))
    await expect(transport.get('k')).rejects.toMatchObject({
      code: 'connection',
      message: expect.stringMatching(
        new RegExp(`memcached ${version}, .* 1\\.6\\.12 and newer: take a newer one, or MemjsTransport`),
      ),
    })
  })

  it('says which version has no meta commands', async () => {
    await open((lines) => lines.replace(/^MN/, 'ERROR').replace(/^VERSION .*/, 'VERSION 1.4.39'))
    await expect(transport.get('k')).rejects.toThrow(/the server is memcached 1\.4\.39/)
  })

  it.each(['ERROR', 'VERSION proxy 7', 'VERSION 0.5.0', 'SERVER_ERROR no'])(
    'goes on with one that says %j',
    async (line) => {
      await open((lines) => lines.replace(/^VERSION .*/, line))
      expect(await transport.set('k', bytes('1'))).toBe(true)
      expect(await transport.get('absent')).toBe(undefined)
    },
  )

  it('takes no miss without its number from a server of today', async () => {
    await open((lines) => lines.replaceAll(/^EN [^\r\n]*/gm, 'EN'))
    await expect(transport.get('absent')).rejects.toMatchObject({ code: 'protocol' })
  })
})
