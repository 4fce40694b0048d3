import { once } from 'node:events'
import { connect } from 'node:net'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { cliFor, runCli } from '../running/run-cli.ts'

let server: MemcachedServer
let transport: MetaTransport
let lmc: ReturnType<typeof cliFor>
let folder: string
let file: string

beforeAll(async () => {
  server = await startMemcached()
  transport = new MetaTransport({ servers: [server.address] })
  lmc = cliFor(server.address)
})
beforeEach(async () => {
  await transport.flush()
  folder = await mkdtemp(join(tmpdir(), 'lmc-dump-'))
  file = join(folder, 'cache.jsonl')
  return () => rm(folder, { recursive: true })
})
afterAll(async () => {
  await transport.close()
  await server.stop()
})

const objectsOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const seconds = (): number => Math.round(Date.now() / 1000)
const textOf = async (key: string): Promise<string | undefined> => {
  const item = await transport.get(key)
  return item && Buffer.from(item.value).toString('latin1')
}

describe('lmc dump and lmc restore', () => {
  it('bring back values, flags and lifetimes, whatever the bytes', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index)
    await transport.set('text', Buffer.from('\ufeffGrüße\n'), { flags: 16, lifetime: 600 })
    await transport.set('bytes', all, { flags: 4_294_967_295 })
    await transport.set('empty', new Uint8Array())
    expect(await lmc('dump', file)).toMatchObject({
      code: 0,
      stdout: `Wrote 3 items to ${file}\n`,
      stderr: '',
    })
    await transport.flush()
    expect(await lmc('restore', file)).toMatchObject({ code: 0, stdout: 'Restored 3 items\n', stderr: '' })
    expect(Buffer.from((await transport.get('text'))?.value ?? []).toString()).toBe('\ufeffGrüße\n')
    expect((await transport.inspect('text'))?.flags).toBe(16)
    expect((await transport.inspect('text'))?.lifetimeLeft).toBeGreaterThan(590)
    expect((await transport.inspect('text'))?.lifetimeLeft).toBeLessThanOrEqual(600)
    expect([...((await transport.get('bytes'))?.value ?? [])]).toEqual([...all])
    expect(await transport.inspect('bytes')).toMatchObject({ flags: 4_294_967_295, lifetimeLeft: 0 })
    expect(await textOf('empty')).toBe('')
  })

  it('bring back 5000 items and the list of their keys', async () => {
    // A new one counts no items that were flushed before.
    const own = await startMemcached()
    const run = cliFor(own.address)
    const cache = new MemcachedClient({
      transport: new MetaTransport({ servers: [own.address] }),
      trackKeys: true,
    })
    onTestFinished(async () => {
      await cache.close()
      await own.stop()
    })
    await cache.setMany(Array.from({ length: 5000 }, (_, index) => [index, `value ${index}`]))
    // A dump leaves out what another thread of the server is busy with.
    const leftOut = async (): Promise<number> => {
      const [dump] = objectsOf((await run('dump', file, '--json')).stdout) as { items: number }[]
      const [entry] = await cache.transport.statistics()
      return Number(entry?.statistics['curr_items']) - (dump?.items ?? 0)
    }
    await expect.poll(leftOut, { timeout: 20_000 }).toBe(0)
    await cache.transport.flush()
    await run('restore', file)
    expect((await run('keys')).stdout.split('\n')).toHaveLength(5001)
    expect((await run('audit')).code).toBe(0)
    expect(await cache.get(4321)).toBe('value 4321')
  })

  it('go through a pipe, from server to server', async () => {
    const other = await startMemcached()
    await transport.set('a', Buffer.from('b'))
    const { stdout } = await lmc('dump')
    expect(objectsOf(stdout)).toMatchObject([
      { format: 'lmc-dump', version: 1 },
      { key: 'a', flags: 0, text: 'b' },
      { end: true, items: 1 },
    ])
    const restored = await runCli(['restore', '-s', other.address, '--json'], { input: stdout })
    expect(objectsOf(restored.stdout)).toEqual([{ restored: 1, expired: 0, kept: 0, tooLarge: 0 }])
    expect((await runCli(['get', '--raw', 'a', '-s', other.address])).stdout).toBe('b')
    await other.stop()
  })
})

describe('lmc dump', () => {
  it('writes keys without values with --keys', async () => {
    await transport.set('a', Buffer.from('b'), { lifetime: 600 })
    expect(objectsOf((await lmc('dump', '--keys')).stdout)).toMatchObject([
      { key: 'a', server: server.address, itemSize: expect.any(Number), wasRead: false },
    ])
  })

  it('writes a file that only its owner reads, says so with --json, and leaves no part of one when it fails', async () => {
    expect(objectsOf((await lmc('dump', file, '--json')).stdout)).toEqual([{ file, items: 0 }])
    expect((await stat(file)).mode % 0o1000).toBe(0o600)
    await rm(file)
    expect(await runCli(['dump', file, '-s', '127.0.0.1:1'])).toMatchObject({ code: 3, stdout: '' })
    expect(await readdir(folder)).toEqual([])
    expect(await lmc('dump', join(folder, 'no', 'folder'))).toMatchObject({ code: 2, stdout: '' })
  })

  it('has keys of UTF-8, and leaves out keys that are none, and says so', async () => {
    await transport.set('grüß', Buffer.from('x'))
    const odd = connect(server.port, '127.0.0.1')
    odd.write(Buffer.from('set gr\u00fc\u00df 0 0 1\r\nx\r\n', 'latin1'))
    await once(odd, 'data')
    odd.destroy()
    const outcome = await lmc('dump', file)
    expect(outcome).toMatchObject({ code: 0, stderr: '1 item left out: their keys are no UTF-8.\n' })
    await transport.flush()
    await lmc('restore', file)
    expect(await textOf('grüß')).toBe('x')
  })
})

describe('lmc restore', () => {
  const start = (): object => ({ format: 'lmc-dump', version: 1, at: seconds() - 100 })
  const write = (...objects: readonly object[]): Promise<void> =>
    writeFile(file, objects.map((object) => `${JSON.stringify(object)}\n`).join(''))

  // A change here orphans dumps that exist.
  it('reads a dump of version 1', async () => {
    await writeFile(
      file,
      [
        '{"format":"lmc-dump","version":1,"at":1795897758}',
        '{"key":"a","flags":16,"text":"hello"}',
        '{"key":"b","flags":0,"expiresAt":4102444800,"base64":"AP8="}',
        '{"end":true,"items":2}',
        '',
      ].join('\n'),
    )
    expect(await lmc('restore', file)).toMatchObject({ code: 0 })
    expect(await textOf('a')).toBe('hello')
    expect(await textOf('b')).toBe('\u0000\u00ff')
  })

  it('leaves out what has expired since; --renew begins lifetimes anew', async () => {
    await write(
      start(),
      { key: 'over', flags: 0, expiresAt: seconds() - 40, text: 'x' },
      { key: 'there', flags: 0, expiresAt: seconds() + 500, text: 'x' },
      { end: true, items: 2 },
    )
    const outcome = await lmc('restore', file)
    expect(outcome).toMatchObject({
      code: 0,
      stdout: 'Restored 1 item\n',
      stderr: '1 item left out: expired since.\n',
    })
    expect((await transport.inspect('there'))?.lifetimeLeft).toBeLessThanOrEqual(500)
    await lmc('restore', file, '--renew')
    expect((await transport.inspect('over'))?.lifetimeLeft).toBeGreaterThan(50)
    expect((await transport.inspect('there'))?.lifetimeLeft).toBeGreaterThan(590)
  })

  it('leaves keys as they are with --keep', async () => {
    await transport.set('a', Buffer.from('mine'))
    await write(start(), { key: 'a', flags: 0, text: 'dumped' }, { end: true, items: 1 })
    expect(await lmc('restore', file, '--keep')).toMatchObject({
      code: 0,
      stdout: 'Restored 0 items\n',
      stderr: '1 item left out: the key holds something.\n',
    })
    expect(await textOf('a')).toBe('mine')
    await lmc('restore', file)
    expect(await textOf('a')).toBe('dumped')
  })

  it('goes on behind a value that is too large, and ends with 2', async () => {
    await write(
      start(),
      { key: 'large', flags: 0, text: 'x'.repeat(2 ** 21) },
      { key: 'small', flags: 0, text: 'x' },
      { end: true, items: 2 },
    )
    const outcome = await lmc('restore', file)
    expect(outcome).toMatchObject({ code: 2, stdout: 'Restored 1 item\n' })
    expect(outcome.stderr).toContain('too large')
    expect(await textOf('small')).toBe('x')
  })

  it.each([
    ['no dump', ['hello'], 'no JSON'],
    ['other JSON', ['{"a":1}'], 'no dump'],
    ['an empty file', [], 'cut off'],
    ['another version', ['{"format":"lmc-dump","version":2,"at":1}'], 'version 2'],
    ['a line that is no item', ['{"format":"lmc-dump","version":1,"at":1}', '{"key":1}'], 'Line 2'],
    [
      'a dump that is cut off',
      ['{"format":"lmc-dump","version":1,"at":1}', '{"key":"a","flags":0,"text":"x"}'],
      'cut off',
    ],
  ])('refuses %s with 2', async (_, lines, message) => {
    await writeFile(file, lines.map((line) => `${line}\n`).join(''))
    const outcome = await lmc('restore', file)
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain(message)
  })

  it('refuses with 2 a file that is not there, and ends with 3 when the server is down', async () => {
    expect(await lmc('restore', join(folder, 'none'))).toMatchObject({ code: 2 })
    await write(start(), { key: 'a', flags: 0, text: 'x' }, { end: true, items: 1 })
    expect(await runCli(['restore', file, '-s', '127.0.0.1:1'])).toMatchObject({ code: 3 })
    expect(await readFile(file, 'utf8')).toContain('"key":"a"')
  })
})
