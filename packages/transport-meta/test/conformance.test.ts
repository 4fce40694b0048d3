import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { testTransport } from '@lmc/transport-tests/conformance'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { MetaTransport, type MetaTransportOptions } from '../src/index.ts'
import { type Certificates, createCertificates } from './certificates.ts'
import { patient } from './patient.ts'

let certificates: Certificates
let plain: MemcachedServer[]
let secure: MemcachedServer

beforeAll(async () => {
  certificates = await createCertificates()
  plain = await Promise.all([startMemcached(), startMemcached(), startMemcached()])
  secure = await startMemcached({ args: certificates.args })
})

afterAll(async () => {
  await Promise.all([...plain, secure].map((server) => server.stop()))
  await certificates.remove()
})

const elapse = (seconds: number): Promise<void> => sleep(seconds * 1000)

testTransport('MetaTransport over TCP', {
  describe,
  it,
  elapse,
  construct: (options) => new MetaTransport(options as MetaTransportOptions),
  open: () => new MetaTransport({ servers: plain.slice(0, 1).map(({ address }) => address), ...patient }),
})

testTransport('MetaTransport over TLS', {
  describe,
  it,
  elapse,
  open: () =>
    new MetaTransport({
      servers: [`localhost:${secure.port}`],
      tls: { ca: certificates.ca.cert },
      ...patient,
    }),
})

testTransport('MetaTransport with three servers', {
  describe,
  it,
  elapse,
  open: () => new MetaTransport({ servers: plain.map(({ address }) => address), ...patient }),
})
