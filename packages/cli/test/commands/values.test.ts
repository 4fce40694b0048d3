import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TerminalRun } from '../running/on-terminal.ts'
import { cliFor, runCli } from '../running/run-cli.ts'

let server: MemcachedServer
let transport: MetaTransport
let lmc: ReturnType<typeof cliFor>
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  server = await startMemcached()
  transport = new MetaTransport({ servers: [server.address] })
  lmc = cliFor(server.address)
  env = { MEMCACHED_SERVERS: server.address }
})
beforeEach(() => transport.flush())
afterAll(async () => {
  await transport.close()
  await server.stop()
})

const json = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout)

describe('lmc get', () => {
  it('writes a text as it is, without a line end in a pipe', async () => {
    await lmc('set', 'greeting', 'Grüße')
    expect(await lmc('get', 'greeting')).toMatchObject({ code: 0, stdout: 'Grüße', stderr: '' })
  })

  it('writes a line end behind the value on a terminal', async () => {
    await lmc('set', 'greeting', 'hello')
    const run = new TerminalRun(['get', 'greeting'], env)
    expect(await run.end()).toBe(0)
    expect(run.shown).toBe('hello\r\n')
  })

  it('writes bytes as they are', async () => {
    const input = Uint8Array.of(0, 255, 10, 13, 27, 128)
    expect(await runCli(['set', 'photo', '-', '--as', 'bytes'], { input, env })).toMatchObject({ code: 0 })
    const { bytes } = await lmc('get', 'photo')
    expect([...bytes]).toEqual([...input])
    expect(json(await lmc('get', 'photo', '--json'))).toEqual({
      key: 'photo',
      found: true,
      base64: 'AP8KDRuA',
    })
  })

  it('ends with 1 on a miss, and writes nothing to standard output', async () => {
    expect(await lmc('get', 'nothing')).toMatchObject({ code: 1, stdout: '', stderr: 'No value: nothing\n' })
    const inJson = await lmc('get', 'nothing', '--json')
    expect(inJson.code).toBe(1)
    expect(json(inJson)).toEqual({ key: 'nothing', found: false })
  })

  it('ends with 2 for what the codec cannot read, and --codec bytes writes its bytes', async () => {
    await transport.set('pickled', Buffer.from('(lp0'), { flags: 1 })
    const refused = await lmc('get', 'pickled', '--raw')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('--codec bytes')
    expect(await lmc('get', 'pickled', '--raw', '--codec', 'bytes')).toMatchObject({
      code: 0,
      stdout: '(lp0',
    })
  })

  it.each(['structured', 'msgpack'])('reads what --codec %s has stored', async (codec) => {
    await lmc('set', 'user', '{"name":"Ada"}', '--as', 'json', '--codec', codec)
    expect(await lmc('get', 'user', '--codec', codec)).toMatchObject({ code: 0, stdout: '{"name":"Ada"}' })
    expect((await lmc('get', 'user')).code).toBe(2)
  })

  it('shows what JSON cannot hold as Node.js does', async () => {
    const { structuredCodec } = await import('@lmc/codec/structured')
    const { value, flags } = structuredCodec().encode(new Map([['a', 1n]]))
    await transport.set('map', value, { flags })
    expect(await lmc('get', '--raw', 'map', '--codec', 'structured')).toMatchObject({
      code: 0,
      stdout: "Map(1) { 'a' => 1n }",
    })
    expect(json(await lmc('get', '--raw', 'map', '--codec', 'structured', '--json'))).toEqual({
      key: 'map',
      found: true,
      shown: "Map(1) { 'a' => 1n }",
    })
  })
})

describe('values of other clients', () => {
  it.each([
    ['php-memcached', 3, '1', 'true'],
    ['dalli', 1, '{"name":"Ada"}', '{"name":"Ada"}'],
    ['npm-memcached', 2, '{"name":"Ada"}', '{"name":"Ada"}'],
    ['memcache-client', 4, '1.5', '1.5'],
    ['keyv-memcache', 0, '{"value":[1]}', '[1]'],
  ])('are read by --codec %s, which stores none', async (codec, flags, stored, shown) => {
    await transport.set('a', Buffer.from(stored), { flags })
    expect(await lmc('get', '--raw', 'a', '--codec', codec)).toMatchObject({ code: 0, stdout: shown })
    const refused = await lmc('set', '--raw', 'a', 'b', '--codec', codec)
    expect(refused).toMatchObject({ code: 2, stderr: `lmc: --codec ${codec} reads, and does not store\n` })
  })

  it('have raw keys of UTF-8', async () => {
    await transport.set('grüß', Buffer.from('x'))
    expect(await lmc('get', '--raw', 'grüß')).toMatchObject({ code: 0, stdout: 'x' })
  })
})

describe('lmc set', () => {
  it('stores what standard input has when VALUE is -', async () => {
    expect(await runCli(['set', 'greeting', '-'], { input: 'hello\n', env })).toMatchObject({ code: 0 })
    expect((await lmc('get', 'greeting')).stdout).toBe('hello\n')
  })

  it('stores a text as text, and with --as json what the JSON means', async () => {
    await lmc('set', 'text', '5')
    await lmc('set', 'number', '5', '--as', 'json')
    expect(json(await lmc('get', 'text', '--json'))).toMatchObject({ value: '5' })
    expect(json(await lmc('get', 'number', '--json'))).toMatchObject({ value: 5 })
  })

  it('refuses with 2 a text that is no UTF-8, a VALUE that is no JSON, and a lifetime that is none', async () => {
    const input = Uint8Array.of(255)
    expect(await runCli(['set', 'a', '-'], { input, env })).toMatchObject({ code: 2 })
    expect(await lmc('set', 'a', '{', '--as', 'json')).toMatchObject({ code: 2, stdout: '' })
    expect(await lmc('set', 'a', 'b', '--lifetime', 'soon')).toMatchObject({ code: 2 })
    expect((await lmc('get', 'a')).code).toBe(1)
  })

  it('gives the value its lifetime', async () => {
    await lmc('set', '--raw', 'a', 'b', '--lifetime', '10m')
    expect((await transport.inspect('a'))?.lifetimeLeft).toBeGreaterThan(590)
    await lmc('set', '--raw', 'a', 'b', '--lifetime', '0')
    expect((await transport.inspect('a'))?.lifetimeLeft).toBe(0)
  })

  it('lists the key, but not with --no-track', async () => {
    await lmc('set', 'listed', '1')
    await lmc('set', 'unlisted', '1', '--no-track')
    expect((await lmc('keys')).stdout).toBe('listed\n')
  })

  it('uses a key as it is with --raw, and JSON with --json-key', async () => {
    await lmc('set', '--raw', 'user:7', 'Ada')
    expect(Buffer.from((await transport.get('user:7'))?.value ?? []).toString()).toBe('Ada')
    await lmc('set', '--json-key', '{"user":7}', 'Ada')
    expect((await lmc('get', '--json-key', '{ "user": 7 }')).stdout).toBe('Ada')
    expect((await lmc('get', '--json-key', '{')).code).toBe(2)
  })

  it('refuses with 2 a raw key that memcached does not take', async () => {
    expect(await lmc('set', '--raw', 'with space', 'x')).toMatchObject({ code: 2 })
  })

  it('keeps namespaces apart', async () => {
    await lmc('set', 'a', 'one', '--namespace', 'users')
    await lmc('set', 'a', 'two')
    expect((await lmc('get', 'a', '-n', 'users')).stdout).toBe('one')
    expect((await lmc('get', 'a')).stdout).toBe('two')
  })

  it('compresses with --compress, and every lmc reads that', async () => {
    const text = 'all work and no play '.repeat(100)
    await lmc('set', '--raw', 'long', text, '--compress')
    expect((await transport.inspect('long'))?.valueSize).toBeLessThan(200)
    expect((await lmc('get', '--raw', 'long')).stdout).toBe(text)
  })

  it('ends with 2 for a value that is too large, and says so', async () => {
    const { code, stderr } = await runCli(['set', 'large', '-'], { input: 'x'.repeat(2 ** 21), env })
    expect(code).toBe(2)
    expect(stderr).toMatch(/too large|larger|limit/i)
  })

  it('writes one object with --json, and a sentence on a terminal only', async () => {
    expect(json(await lmc('set', '--raw', 'a', 'b', '--json'))).toEqual({
      key: 'a',
      stored: true,
      memcachedKey: 'a',
    })
    expect((await lmc('set', 'a', 'b')).stdout).toBe('')
    const run = new TerminalRun(['set', 'a', 'b'], env)
    expect(await run.end()).toBe(0)
    expect(run.shown).toBe('Stored a\r\n')
  })
})

describe('lmc set --replace', () => {
  it('stores a value where there is one, and ends with 1 where there is none', async () => {
    expect(await lmc('set', 'a', 'one', '--replace')).toMatchObject({ code: 1, stderr: 'No value: a\n' })
    expect(json(await lmc('set', 'a', 'one', '--replace', '--json'))).toEqual({ key: 'a', stored: false })
    await lmc('set', 'a', 'one')
    expect(await lmc('set', 'a', 'two', '--replace')).toMatchObject({ code: 0, stderr: '' })
    expect((await lmc('get', 'a')).stdout).toBe('two')
  })
})

describe('lmc add', () => {
  it('stores a value where there is none, and ends with 1 where there is one', async () => {
    expect(await lmc('add', 'lock', 'one')).toMatchObject({ code: 0 })
    expect(await lmc('add', 'lock', 'two')).toMatchObject({ code: 1, stderr: 'There is a value: lock\n' })
    expect((await lmc('get', 'lock')).stdout).toBe('one')
    expect(json(await lmc('add', 'lock', 'three', '--json'))).toEqual({ key: 'lock', stored: false })
  })
})

describe('lmc delete', () => {
  it('drops values, and ends with 1 when a key held none', async () => {
    await lmc('set', 'a', '1')
    await lmc('set', 'b', '1')
    expect(await lmc('delete', 'a')).toMatchObject({ code: 0 })
    expect(await lmc('delete', 'a', 'b')).toMatchObject({ code: 1, stderr: '1 key of 2 held no value\n' })
    expect((await lmc('keys')).stdout).toBe('')
    expect(json(await lmc('delete', 'a', '--json'))).toEqual({ keys: 1, deleted: 0 })
  })
})

describe('lmc touch', () => {
  it('gives a value another lifetime, and ends with 1 when there is none', async () => {
    await lmc('set', '--raw', 'a', 'b')
    expect(await lmc('touch', '--raw', 'a', '2h')).toMatchObject({ code: 0 })
    expect((await transport.inspect('a'))?.lifetimeLeft).toBeGreaterThan(7190)
    expect(await lmc('touch', 'nothing', '2h')).toMatchObject({ code: 1 })
    expect(json(await lmc('touch', '--raw', 'a', '60', '--json'))).toEqual({ key: 'a', found: true })
    expect(await lmc('touch', '--raw', 'a', 'soon')).toMatchObject({ code: 2 })
  })
})

describe('lmc incr', () => {
  it('adds, subtracts, and begins with --initial', async () => {
    expect(await lmc('incr', 'visits', '--initial', '10')).toMatchObject({ code: 0, stdout: '10\n' })
    expect((await lmc('incr', 'visits')).stdout).toBe('11\n')
    expect((await lmc('incr', 'visits', '-5')).stdout).toBe('6\n')
    expect(json(await lmc('incr', 'visits', '4', '--json'))).toEqual({
      key: 'visits',
      found: true,
      count: 10,
    })
  })

  it('ends with 1 where there is no count, and with 2 where the value is none', async () => {
    expect(await lmc('incr', 'nothing')).toMatchObject({ code: 1, stdout: '', stderr: 'No count: nothing\n' })
    await lmc('set', 'greeting', 'hello')
    expect(await lmc('incr', 'greeting')).toMatchObject({
      code: 2,
      stderr: 'lmc: The value is no count: greeting\n',
    })
    expect(await lmc('incr', 'greeting', 'many')).toMatchObject({ code: 2 })
  })
})
