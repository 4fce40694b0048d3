import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Certificates, createCertificates } from './certificates.ts'
import { patient } from './patient.ts'

const value = new TextEncoder().encode('over TLS')

let certificates: Certificates
let server: MemcachedServer
let strict: MemcachedServer
let transport: MetaTransport | undefined

beforeAll(async () => {
  certificates = await createCertificates()
  server = await startMemcached({ args: certificates.args })
  const [enable = '', option = '', settings = ''] = certificates.args
  strict = await startMemcached({ args: [enable, option, `${settings},ssl_verify_mode=2`] })
})

afterAll(async () => {
  await server.stop()
  await strict.stop()
  await certificates.remove()
})

afterEach(() => transport?.close())

function open(options: MetaTransportOptions): MetaTransport {
  transport = new MetaTransport({ servers: [`localhost:${server.port}`], ...patient, ...options })
  return transport
}

async function roundTrip(options: MetaTransportOptions): Promise<void> {
  const opened = open(options)
  expect(await opened.set('k', value)).toBe(true)
  expect((await opened.get('k'))?.value).toEqual(value)
}

describe('MetaTransport over TLS', () => {
  it('speaks with a server whose certificate an authority of ours has signed', async () => {
    await roundTrip({ tls: { ca: certificates.ca.cert } })
  })

  it('speaks TLS by the URL of the server', async () => {
    await roundTrip({
      servers: [`memcacheds://localhost:${server.port}`],
      tls: { ca: certificates.ca.cert },
    })
    expect(transport?.servers).toEqual([`localhost:${server.port}`])
  })

  it('expects the name that is asked for, where the address is none', async () => {
    await roundTrip({
      servers: [server.address],
      tls: { ca: certificates.ca.cert, servername: 'cache.example' },
    })
  })

  it('dumps keys and items', async () => {
    const opened = open({ tls: { ca: certificates.ca.cert } })
    await opened.flush()
    await Promise.all(Array.from({ length: 20_000 }, (_, index) => opened.set(`key:${index}`, value)))
    const count = async (dump: AsyncIterable<unknown>): Promise<number> => {
      let items = 0
      for await (const _ of dump) items++
      return items
    }
    await expect.poll(() => count(opened.dumpKeys()), { timeout: 20_000 }).toBe(20_000)
    await expect.poll(() => count(opened.dumpItems()), { timeout: 20_000 }).toBe(20_000)
  })

  it('dumps to who reads slowly, and does not wait for what has come', async () => {
    // One read of the socket has several records, and pausing the socket does not keep them back.
    const opened = open({ tls: { ca: certificates.ca.cert } })
    await opened.flush()
    await Promise.all(Array.from({ length: 20_000 }, (_, index) => opened.set(`key:${index}`, value)))
    const startedAt = performance.now()
    let keys = 0
    for await (const _ of opened.dumpKeys())
      if (++keys % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(keys).toBeGreaterThan(0)
    expect(performance.now() - startedAt).toBeLessThan(patient.timeout)
  })

  it('shows a certificate of its own to a server that asks for one', async () => {
    const { ca, client } = certificates
    const servers = [`localhost:${strict.port}`]
    await roundTrip({ servers, tls: { ca: ca.cert, cert: client.cert, key: client.key } })
    await expect(open({ servers, tls: { ca: ca.cert } }).get('k')).rejects.toMatchObject({
      code: 'connection',
    })
  })

  it.each<[string, (certificates: Certificates) => MetaTransportOptions, RegExp]>([
    [
      'of an authority that is not known',
      () => ({ tls: true }),
      /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    ],
    [
      'of an authority that is not known, by the URL of the server alone',
      () => ({ servers: [`memcacheds://localhost:${server.port}`] }),
      /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    ],
    [
      'for another name',
      ({ ca }) => ({ tls: { ca: ca.cert, servername: 'other.example' } }),
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    [
      'for a name, by its address',
      ({ ca }) => ({ servers: [server.address], tls: { ca: ca.cert } }),
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
  ])('takes no certificate %s', async (_, options, cause) => {
    await expect(open(options(certificates)).get('k')).rejects.toMatchObject({
      code: 'connection',
      cause: { code: expect.stringMatching(cause) },
    })
  })

  it('refuses a certificate that is none when it is made, not when it connects', () => {
    expect(() => open({ tls: { cert: 'nonsense', key: 'nonsense' } })).toThrow()
  })

  it('does not speak plain text to a server that speaks TLS', async () => {
    await expect(open({ connectTimeout: 500 }).get('k')).rejects.toMatchObject({ code: 'connection' })
  })

  it('gets an answer to each of many sets at once, of whatever length', async () => {
    const opened = open({ tls: { ca: certificates.ca.cert } })
    const values = Array.from({ length: 2000 }, (_, index) =>
      new Uint8Array((index * 7919) % 40_000).fill(index),
    )
    const stored = values.map((bytes, index) => opened.set(`k:${index % 100}`, bytes))
    expect((await Promise.all(stored)).every(Boolean)).toBe(true)
    for (const [index, bytes] of values.slice(-100).entries()) {
      const item = await opened.get(`k:${index}`)
      expect(Buffer.compare(item?.value ?? new Uint8Array(), bytes)).toBe(0)
    }
    const small = Array.from({ length: 10_000 }, (_, index) => opened.set(`small:${index}`, value))
    expect((await Promise.all(small)).every(Boolean)).toBe(true)
  })

  it('moves values of megabytes, also by the classic commands', async () => {
    const opened = open({ tls: { ca: certificates.ca.cert } })
    const large = new Uint8Array(1_000_000).map((_, index) => index % 251)
    const keys = Array.from({ length: 10 }, (_, index) => `large:${index}`)
    expect(await Promise.all(keys.map((key) => opened.add(key, large)))).toEqual(keys.map(() => true))
    expect(await Promise.all(keys.map((key) => opened.append(key, large)))).toEqual(keys.map(() => false))
    for (const item of (await opened.getMany(keys)).values()) {
      expect(Buffer.compare(item.value, large)).toBe(0)
    }
  })
})
