import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cliFor } from '../running/run-cli.ts'

let server: MemcachedServer
let transport: MetaTransport
let cache: MemcachedClient
let lmc: ReturnType<typeof cliFor>

beforeAll(async () => {
  server = await startMemcached()
  transport = new MetaTransport({ servers: [server.address] })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  lmc = cliFor(server.address)
})
beforeEach(() => cache.invalidateAll())
afterAll(async () => {
  await cache.close()
  await server.stop()
})

const linesOf = ({ stdout }: { stdout: string }): string[] => stdout.split('\n').filter(Boolean)
const objectsOf = (outcome: { stdout: string }): unknown[] => linesOf(outcome).map((line) => JSON.parse(line))

describe('lmc keys', () => {
  it('lists the keys of a namespace, one a line, texts as they are and all else as JSON', async () => {
    await cache.setMany([
      ['ada', 1],
      [{ user: 7 }, 1],
      [7, 1],
      ['with\nline end \u001b[31m', 1],
    ])
    await cache.set('other', 1, { namespace: 'others' })
    const outcome = await lmc('keys')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(outcome).toSorted()).toEqual(
      ['ada', '{"user":7}', '7', String.raw`"with\nline end \u001b[31m"`].toSorted(),
    )
    expect(linesOf(await lmc('keys', '--namespace', 'others'))).toEqual(['other'])
  })

  it('tells keys apart with --json: a raw key, a number, a text', async () => {
    await cache.set('7', 1)
    await cache.set(7, 1)
    await cache.set('7', 1, { raw: true })
    const found = objectsOf(await lmc('keys', '--json'))
    expect(found).toHaveLength(3)
    expect(found).toEqual(expect.arrayContaining([{ key: '7' }, { key: 7 }, { key: '7', raw: true }]))
  })

  it('lists nothing of an empty namespace, and ends with 0', async () => {
    expect(await lmc('keys', '-n', 'nobody')).toMatchObject({ code: 0, stdout: '' })
  })

  it('leaves out keys that are gone, but not with --no-verify', async () => {
    await cache.set('gone', 1)
    await transport.delete(cache.memcachedKey('gone'))
    expect(linesOf(await lmc('keys'))).toEqual([])
    expect(linesOf(await lmc('keys', '--no-verify'))).toEqual(['gone'])
  })

  it('lists the memcached keys of any client with --dump', async () => {
    await transport.set('session:1', Buffer.from('x'))
    await transport.set('session:2', Buffer.from('x'))
    const found = linesOf(await lmc('keys', '--dump'))
    // The list of keys has items of its own.
    expect(found.filter((key) => !key.startsWith('lmc-index:')).toSorted()).toEqual([
      'session:1',
      'session:2',
    ])
    expect(objectsOf(await lmc('keys', '--dump', '--json'))).toContainEqual({ memcachedKey: 'session:1' })
  })
})

describe('--no-track', () => {
  it.each([['keys'], ['namespaces'], ['audit'], ['invalidate', '--unnamed', '--yes']])(
    'ends lmc %s with 2',
    async (...args) => {
      expect(await lmc(...args, '--no-track')).toMatchObject({
        code: 2,
        stderr: 'lmc: This needs the list of keys: leave out --no-track.\n',
      })
    },
  )
})

describe('lmc namespaces', () => {
  it('lists namespaces, the one with most keys first', async () => {
    await cache.set('a', 1)
    await cache.setMany(
      [
        ['a', 1],
        ['b', 1],
      ],
      { namespace: 'users' },
    )
    const outcome = await lmc('namespaces')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(outcome).map((line) => line.split(/\s{2,}/).slice(0, 3))).toEqual([
      ['namespace', 'keys', 'items of the list'],
      ['users', '2', '1'],
      ['(none)', '1', '1'],
    ])
    expect(objectsOf(await lmc('namespaces', '--json'))).toMatchObject([
      { namespace: 'users', keys: 2, items: 1 },
      { namespace: null, keys: 1, items: 1 },
    ])
  })

  it('says where to look when no keys are listed', async () => {
    expect(await lmc('namespaces')).toMatchObject({ code: 0, stdout: '' })
    expect((await lmc('namespaces')).stderr).toContain('lmc keys --dump')
  })
})

describe('lmc inspect', () => {
  it('tells about an item without using it', async () => {
    await cache.set('greeting', 'hello', { lifetime: 600 })
    const outcome = await lmc('inspect', 'greeting')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    const rows = Object.fromEntries(linesOf(outcome).map((line) => line.split(/\s{2,}/, 2)))
    expect(rows).toMatchObject({
      key: 'greeting',
      'memcached key': cache.memcachedKey('greeting'),
      server: server.address,
      flags: '16: text',
      'read since it was stored': 'no',
    })
    const [object] = objectsOf(await lmc('inspect', 'greeting', '--json'))
    expect(object).toMatchObject({
      key: 'greeting',
      found: true,
      valueSize: 5,
      flags: 16,
      flagNames: ['text'],
      wasRead: false,
    })
  })

  it.each([
    [0, ['bytes']],
    [48, ['text', 'json']],
    [64, ['unknown']],
  ])('names the flags %i', async (flags, names) => {
    await transport.set('a', Buffer.from('x'), { flags })
    expect(objectsOf(await lmc('inspect', '--raw', 'a', '--json'))).toMatchObject([
      { flagNames: names, lifetimeLeft: 0 },
    ])
    expect((await lmc('inspect', '--raw', 'a')).stdout).toContain('for ever')
  })

  it('ends with 1 when there is none', async () => {
    expect(await lmc('inspect', 'nothing')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'No value: nothing\n',
    })
    expect(objectsOf(await lmc('inspect', 'nothing', '--json'))).toMatchObject([{ found: false }])
  })
})

describe('lmc invalidate', () => {
  it('drops a namespace with --yes, and no other', async () => {
    await cache.setMany(
      [
        ['a', 1],
        ['b', 1],
      ],
      { namespace: 'users' },
    )
    await cache.set('a', 1)
    expect(await lmc('invalidate', '-n', 'users', '--yes')).toMatchObject({
      code: 0,
      stdout: 'Dropped 2 values\n',
    })
    expect(await cache.keys('users')).toEqual([])
    expect(await cache.keys()).toEqual(['a'])
    expect(objectsOf(await lmc('invalidate', '--unnamed', '--yes', '--json'))).toEqual([
      { namespace: null, dropped: 1 },
    ])
    expect(await cache.keys()).toEqual([])
  })

  it('refuses with 2 where nobody can be asked, and drops nothing', async () => {
    await cache.set('a', 1, { namespace: 'users' })
    const outcome = await lmc('invalidate', '-n', 'users')
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain('--yes')
    expect(await cache.keys('users')).toEqual(['a'])
  })

  it('refuses with 2 when nothing says what to drop, or too much', async () => {
    await cache.set('a', 1)
    expect(await lmc('invalidate', '--yes')).toMatchObject({ code: 2 })
    expect(await lmc('invalidate', '--yes', '--unnamed', '-n', 'users')).toMatchObject({ code: 2 })
    expect(await cache.keys()).toEqual(['a'])
  })

  it('drops what depends on names, without a question, and ends with 1 when nothing does', async () => {
    await cache.set('page', 1, { dependencies: ['product:7'] })
    await cache.set('rate', 1, { sharedDependencies: ['rates'] })
    expect(await lmc('invalidate', 'product:7')).toMatchObject({ code: 0 })
    expect(await cache.get('page')).toBeUndefined()
    expect(await cache.get('rate')).toBe(1)
    expect(objectsOf(await lmc('invalidate', '--shared', 'rates', '--json'))).toEqual([
      { dependencies: ['rates'], shared: true, found: true },
    ])
    expect(await cache.get('rate')).toBeUndefined()
    expect(await lmc('invalidate', 'product:7')).toMatchObject({ code: 1 })
  })
})

describe('lmc audit', () => {
  it('ends with 0 when every item is listed, and counts', async () => {
    await cache.setMany([
      ['a', 1],
      ['b', 1],
    ])
    const outcome = await lmc('audit')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(outcome).map((line) => line.split(/\s{2,}/))).toEqual([
      ['keys', 'count', 'of what is there'],
      ['listed', '2', '100.0 %'],
      ['unlisted', '0', '0.0 %'],
      ['dead', '0'],
    ])
  })

  it('ends with 1 when a list is not the whole truth, and names keys with --each', async () => {
    await cache.setMany(
      [
        ['a', 1],
        ['b', 1],
      ],
      { namespace: 'users' },
    )
    await transport.delete(cache.memcachedKey('a', { namespace: 'users' }))
    await transport.set('foreign', Buffer.from('x'))
    const outcome = await lmc('audit', '--each')
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome).slice(0, 2)).toEqual(['dead      users a', 'unlisted  foreign'])
    const inJson = await lmc('audit', '--each', '--json')
    expect(inJson.code).toBe(1)
    expect(objectsOf(inJson)).toEqual([
      {
        dead: { namespace: 'users', key: 'a', memcachedKey: cache.memcachedKey('a', { namespace: 'users' }) },
      },
      { unlisted: { memcachedKey: 'foreign' } },
      { listed: 1, dead: 1, unlisted: 1 },
    ])
  })
})
