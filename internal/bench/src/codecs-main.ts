import { type Codec, jsonCodec, MemcachedClient } from '@lmc/client'
import { msgpackCodec } from '@lmc/codec/msgpack'
import { structuredCodec } from '@lmc/codec/structured'
import { startMemcached } from '@lmc/memcached-server'
import { median, textTable } from '@lmc/report'
import { MetaTransport } from '@lmc/transport-meta'
import { takeSample } from './measuring/sample.ts'
import { objectOf } from './workloads/object-of.ts'

// The cost of each codec in a whole `set` and a whole `get`: processor time of this process, the codecs in
// turns.

const ROUNDS = 25
const WARM_UP = 3
const CALLS = 20_000
const IN_FLIGHT = 64
const KEYS = 1000

const codecs: Readonly<Record<string, Codec>> = {
  'jsonCodec({ strict: false })': jsonCodec({ strict: false }),
  'jsonCodec()': jsonCodec(),
  'structuredCodec()': structuredCodec(),
  'msgpackCodec()': msgpackCodec(),
}

const server = await startMemcached({ args: ['-m', '256'] })
const objects = Array.from({ length: KEYS }, (_, i) => objectOf(i))
const caches = Object.entries(codecs).map(([name, codec]) => {
  const cache = new MemcachedClient({
    transport: new MetaTransport({ servers: [server.address] }),
    codec,
    defaultNamespace: name,
    failures: 'throw',
  })
  return { name, cache, cpu: { set: [] as number[], get: [] as number[] } }
})

for (const operation of ['set', 'get'] as const) {
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (let turn = 0; turn < caches.length; turn++) {
      const entrant = caches[(turn + round + WARM_UP) % caches.length]
      if (entrant === undefined) continue
      const { cache, cpu } = entrant
      const call = (i: number): Promise<unknown> =>
        operation === 'set' ? cache.set(`user ${i % KEYS}`, objects[i % KEYS]) : cache.get(`user ${i % KEYS}`)
      const { cpuPerCall } = await takeSample(call, IN_FLIGHT, CALLS)
      if (round >= 0) cpu[operation].push(cpuPerCall)
    }
  }
}

const [first] = caches
const rows = caches.map(({ name, cpu }) => [
  name,
  ...(['set', 'get'] as const).flatMap((operation) => {
    const ratios = cpu[operation].map((own, round) => own / (first?.cpu[operation][round] ?? own))
    return [`${median(cpu[operation]).toFixed(2)} µs`, median(ratios).toFixed(3)]
  }),
])
console.log(textTable(['CPU a call, an object of 300 B of JSON', 'set', 'x', 'get', 'x'], rows))
await Promise.all(caches.map(({ cache }) => cache.close()))
await server.stop()
