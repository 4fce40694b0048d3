import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PackedPackages } from '../src/packed-packages.ts'

let packages: PackedPackages
let server: MemcachedServer
let folder: string

beforeAll(async () => {
  packages = await PackedPackages.pack()
  server = await startMemcached()
  folder = await packages.install('@lmc/client', '@lmc/transport-memory', '@lmc/transport-meta')
})

afterAll(async () => {
  await server.stop()
  await packages.remove()
})

/** Runs an ES module in the folder with all packages. Resolves to its result. */
async function find(body: string): Promise<unknown> {
  const source = `
    import { channel } from 'node:diagnostics_channel'
    import { createRequire } from 'node:module'
    const require = createRequire(${JSON.stringify(join(folder, 'index.js'))})
    const server = ${JSON.stringify(server.address)}
    const imported = (name) => import(name)
    const required = async (name) => require(name)
    const found = await (async () => { ${body} })()
    process.stdout.write(JSON.stringify(found))`
  const args = ['--input-type=module', '-e', source]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 20_000 })
  return JSON.parse(stdout)
}

const mixes: readonly [client: string, transport: string][] = [
  ['imported', 'required'],
  ['required', 'imported'],
]

describe.each(mixes)('a client that is %s, over a transport that is %s', (client, transport) => {
  const opening = `
    const { isTransportError, MemcachedClient } = await ${client}('@lmc/client')
    const { MetaTransport } = await ${transport}('@lmc/transport-meta')
    const open = (address, options) =>
      new MemcachedClient({ transport: new MetaTransport({ servers: [address] }), trackKeys: true, ...options })`

  it('recognises its errors, reports them, and resolves to misses', async () => {
    const found = await find(`${opening}
      const other = await ${transport}('@lmc/client')
      const messages = []
      channel('lmc:failure').subscribe(({ error }) => messages.push(error.code))
      const calm = open('127.0.0.1:1', { onFailure: () => undefined })
      const strict = open('127.0.0.1:1', { failures: 'throw' })
      const missed = await calm.get('key')
      const error = await strict.get('key').catch((reason) => reason)
      const counters = { ...calm.counters }
      await Promise.all([calm.close(), strict.close()])
      const isOwn = error instanceof (await ${transport}('@lmc/transport')).TransportError
      return {
        missed: missed ?? 'a miss',
        known: [isTransportError(error), other.isTransportError(error), isOwn],
        code: error.code,
        messages,
        failures: counters.failures,
      }`)
    expect(found).toEqual({
      missed: 'a miss',
      known: [true, true, true],
      code: 'connection',
      messages: ['connection', 'connection'],
      failures: 1,
    })
  })

  it('finds the values of a client of the other kind by the same keys, and counts and traces the calls', async () => {
    const found = await find(`${opening}
      const theirs = await ${transport}('@lmc/client')
      const { MetaTransport: Own } = await ${client}('@lmc/transport-meta')
      const traced = []
      channel('tracing:lmc:call:asyncEnd').subscribe(({ operation, hits }) => traced.push([operation, hits]))
      const writer = new theirs.MemcachedClient({ transport: new Own({ servers: [server] }), trackKeys: true })
      const reader = open(server)
      const user = (cacheKey) => ({ [cacheKey]: () => ['user', 7] })
      await writer.invalidateAll()
      await writer.set(user(theirs.cacheKey), { name: 'Ada' }, { dependencies: ['users'] })
      await writer.set(new theirs.RawKey('raw'), 1)
      const { cacheKey, RawKey, isRawKey } = await ${client}('@lmc/client')
      const values = [
        await reader.get(user(cacheKey)),
        await reader.get(user(theirs.cacheKey)),
        await reader.get(['user', 7]),
        await reader.get(new RawKey('raw')),
        await reader.get(new theirs.RawKey('raw')),
      ]
      const keys = (await reader.keys()).map((key) => (theirs.isRawKey(key) ? key.key : key))
      await reader.invalidateDependents(['users'])
      const gone = await writer.get(['user', 7])
      const counters = { hits: reader.counters.hits, misses: writer.counters.misses }
      await Promise.all([writer.close(), reader.close()])
      return {
        values,
        keys: keys.map(String).sort(),
        isOwn: isRawKey(new theirs.RawKey('a')),
        gone: gone ?? 'a miss',
        counters,
        traced: traced.filter(([operation]) => operation === 'get'),
      }`)
    expect(found).toEqual({
      values: [{ name: 'Ada' }, { name: 'Ada' }, { name: 'Ada' }, 1, 1],
      keys: ['raw', 'user,7'],
      isOwn: true,
      gone: 'a miss',
      counters: { hits: 5, misses: 1 },
      traced: [...Array.from({ length: 5 }, () => ['get', 1]), ['get', 0]],
    })
  })

  it('works with a codec and a store of the other kind', async () => {
    const found = await find(`
      const { isCodecError, isInvalidKeyError, MemcachedClient } = await ${client}('@lmc/client')
      const { MemoryTransport } = await ${client}('@lmc/transport-memory')
      const { MemoryStore, MemoryTransport: Their } = await ${transport}('@lmc/transport-memory')
      const { CodecError, jsonCodec } = await ${transport}('@lmc/codec')
      const { compressed } = await ${transport}('@lmc/codec/compressed')
      const { InvalidKeyError } = await ${transport}('@lmc/keys')
      const store = new MemoryStore()
      const failures = []
      const cache = new MemcachedClient({
        transport: new MemoryTransport({ store }),
        codec: compressed(jsonCodec()),
        onFailure: ({ error }) => failures.push([error.name, error.code, isCodecError(error)]),
      })
      await new Their({ store }).set('strange', Buffer.from('?'), { flags: 2 ** 20 })
      const strange = await cache.get('strange', { raw: true })
      await cache.set('long', 'x'.repeat(5000))
      const long = (await cache.get('long')).length
      const refused = await cache.set('key', () => 1).catch((reason) => reason)
      await cache.close()
      return {
        strange: strange ?? 'a miss',
        failures,
        long,
        refused: isCodecError(refused),
        key: isInvalidKeyError(new InvalidKeyError('not-finite', 'of theirs')),
        neither: [isCodecError(new Error('x')), isInvalidKeyError(null), isCodecError(new InvalidKeyError('namespace', 'x'))],
      }`)
    expect(found).toEqual({
      strange: 'a miss',
      failures: [['CodecError', 'unknown-flags', true]],
      long: 5000,
      refused: true,
      key: true,
      neither: [false, false, false],
    })
  })
})
