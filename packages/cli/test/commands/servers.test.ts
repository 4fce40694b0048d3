import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliFor, runCli } from '../running/run-cli.ts'
import { plainEnv, program } from '../running/run-process.ts'

let server: MemcachedServer
let down: string
let transport: MetaTransport
let lmc: ReturnType<typeof cliFor>

beforeAll(async () => {
  server = await startMemcached()
  down = `127.0.0.1:${await freePort()}`
  transport = new MetaTransport({ servers: [server.address] })
  lmc = cliFor(server.address)
})
afterAll(async () => {
  await transport.close()
  await server.stop()
})

const linesOf = ({ stdout }: { stdout: string }): string[] => stdout.split('\n').filter(Boolean)
const objectsOf = (outcome: { stdout: string }): unknown[] => linesOf(outcome).map((line) => JSON.parse(line))
const itemsOf = async (): Promise<number> => {
  const [entry] = await transport.statistics()
  return Number(entry?.statistics['curr_items'])
}

describe('lmc ping', () => {
  it('tries each step on each server, and ends with 0', async () => {
    const outcome = await lmc('ping')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    const [head = '', row = ''] = linesOf(outcome)
    expect(head.split(/\s{2,}/)).toEqual(['server', 'connect', 'handshake', 'set', 'get', 'delete'])
    expect(row).toMatch(new RegExp(String.raw`^${server.address}(\s+\d+\.\d+ ms){5}\s+ok$`))
  })

  it('measures the look-up of a name', async () => {
    const outcome = await runCli(['ping', '-s', `localhost:${server.port}`, '--json'])
    const [{ milliseconds, ...rest }] = objectsOf(outcome) as [{ milliseconds: Record<string, number> }]
    expect(rest).toEqual({ server: `localhost:${server.port}`, ok: true })
    expect(Object.keys(milliseconds)).toEqual(['dns', 'connect', 'handshake', 'set', 'get', 'delete'])
  })

  it('ends with 3 when one of two servers is down, and shows both', async () => {
    const outcome = await runCli(['ping', '--servers', `${server.address},${down}`])
    expect(outcome.code).toBe(3)
    expect(linesOf(outcome)).toHaveLength(3)
    expect(outcome.stdout).toMatch(/fails$/m)
    expect(outcome.stderr).toBe(`lmc: ping on ${down}: connect ECONNREFUSED ${down}\n`)
    const inJson = await runCli(['ping', '--servers', `${server.address},${down}`, '--json'])
    expect(inJson.code).toBe(3)
    expect(objectsOf(inJson)).toMatchObject([{ ok: true }, { ok: false, server: down }])
  })

  it('ends with 3 when a server is silent for the time-out', async () => {
    const frozen = await startMemcached()
    await frozen.freeze()
    const outcome = await runCli(['ping', '-s', frozen.address, '--timeout', '200'])
    expect(outcome.code).toBe(3)
    expect(outcome.stderr).toMatch(/200 ms/)
    await frozen.stop()
  })

  it('leaves nothing behind', async () => {
    await transport.flush()
    await lmc('ping')
    expect(await itemsOf()).toBe(0)
  })
})

describe('lmc stats', () => {
  it('shows the most telling figures, a server a column', async () => {
    const outcome = await lmc('stats')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(linesOf(outcome).map((line) => line.split(/\s{2,}/)[0])).toEqual(
      expect.arrayContaining([
        'version',
        'uptime',
        'items',
        'memory limit',
        'hit ratio',
        'evictions',
        'connections',
      ]),
    )
    expect(outcome.stdout).toMatch(/^memory limit +64 MiB$/m)
  })

  it.each(['general', 'settings', 'slabs', 'items', 'sizes', 'conns'])(
    'shows all figures of the kind %s',
    async (kind) => {
      await transport.set('a', Buffer.from('x'))
      const outcome = await lmc('stats', kind)
      expect(outcome).toMatchObject({ code: 0, stderr: '' })
      expect(linesOf(outcome).length).toBeGreaterThan(1)
      expect(linesOf(outcome)[1]).toContain(server.address)
    },
  )

  it('gives numbers as numbers with --json', async () => {
    const [object] = objectsOf(await lmc('stats', 'settings', '--json'))
    expect(object).toMatchObject({
      server: server.address,
      figures: { maxbytes: 67_108_864, evictions: 'on' },
    })
    const [general] = objectsOf(await lmc('stats', '--json'))
    expect(general).toMatchObject({ figures: { limit_maxbytes: 67_108_864, version: expect.any(String) } })
  })

  it('ends with 3 when a server is down, and shows the others', async () => {
    for (const kind of [[], ['slabs']]) {
      const outcome = await runCli(['stats', ...kind, '-s', `${server.address},${down}`])
      expect(outcome.code).toBe(3)
      expect(outcome.stdout).toContain(server.address)
      expect(outcome.stderr).toContain(down)
    }
  })

  it('ends with 2 for a kind that there is not', async () => {
    expect(await lmc('stats', 'everything')).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('lmc flush', () => {
  it('refuses with 2 where nobody can be asked, and drops nothing', async () => {
    await transport.set('a', Buffer.from('x'))
    const outcome = await lmc('flush')
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain('--yes')
    expect(await transport.get('a')).toBeDefined()
  })

  it('drops everything with --yes', async () => {
    await transport.set('a', Buffer.from('x'))
    expect(await lmc('flush', '--yes')).toMatchObject({
      code: 0,
      stdout: `Dropped all that ${server.address} held\n`,
    })
    expect(await transport.get('a')).toBeUndefined()
    expect(objectsOf(await lmc('flush', '-y', '--json'))).toEqual([{ flushed: [server.address] }])
  })

  it('drops what --only names, and refuses with 2 a server that is none', async () => {
    const other = await startMemcached()
    await transport.set('a', Buffer.from('x'))
    const servers = `${server.address},${other.address}`
    expect(await runCli(['flush', '-y', '-s', servers, '--only', other.address])).toMatchObject({ code: 0 })
    expect(await transport.get('a')).toBeDefined()
    expect(await runCli(['flush', '-y', '-s', servers, '--only', down])).toMatchObject({ code: 2 })
    await other.stop()
  })

  it('ends with 3 when the server is down', async () => {
    expect(await runCli(['flush', '-y', '-s', down])).toMatchObject({ code: 3, stdout: '' })
  })
})

describe('lmc watch', () => {
  it.each([
    ['lines', [], /^\d\d:\d\d:\d\d\.\d{3} {2}item_store +with%20 {2}/],
    ['--json', ['--json'], /^\{"server":".*","time":\d+\.\d+,.*"type":"item_store","key":"with%20"/],
  ])('shows what happens as it happens, in %s, and ends at Ctrl-C', async (_, args, shape) => {
    const child = spawn(process.execPath, [program, 'watch', 'mutations', ...args], {
      env: plainEnv({ MEMCACHED_SERVERS: server.address }),
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    // It says so when the server has accepted.
    await once(child.stderr, 'data')
    await transport.set('with%20', Buffer.from('x'))
    while (!stdout.includes('item_store')) await once(child.stdout, 'data')
    expect(stdout).toMatch(shape)
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
  })

  it('ends with 3 when the server ends', async () => {
    const other = await startMemcached()
    const child = spawn(process.execPath, [program, 'watch'], {
      env: plainEnv({ MEMCACHED_SERVERS: other.address }),
    })
    await once(child.stderr, 'data')
    const ended = once(child, 'close')
    await other.stop()
    expect(await ended).toEqual([3, null])
  })

  it('ends with 2 for a kind that there is not', async () => {
    expect(await lmc('watch', 'everything')).toMatchObject({ code: 2 })
  })
})

describe('lmc bench', () => {
  it('measures each kind, size and number in flight, and leaves nothing behind', async () => {
    await transport.flush()
    const outcome = await lmc('bench', '--duration', '50', '--size', '10,1000', '--in-flight', '1,8')
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    const [head = '', ...rows] = linesOf(outcome)
    expect(head.split(/\s{2,}/)).toEqual([
      'kind',
      'bytes',
      'in flight',
      'calls/s',
      'p50',
      'p90',
      'p99',
      'p99.9',
      'longest',
    ])
    expect(rows).toHaveLength(12)
    expect(await itemsOf()).toBe(0)
  })

  it('gives figures that fit each other with --json', async () => {
    const outcome = await lmc('bench', '--duration', '50', '--kind', 'get', '--in-flight', '4', '--json')
    const [result] = objectsOf(outcome) as [Record<string, number>]
    expect(result).toMatchObject({ kind: 'get', size: 100, inFlight: 4, duration: 50, misses: 0 })
    const { p50 = 0, p90 = 0, p99 = 0, p999 = 0, longest = 0, calls = 0, callsPerSecond = 0 } = result
    expect([p50, p90, p99, p999, longest]).toEqual([p50, p90, p99, p999, longest].toSorted((a, b) => a - b))
    expect(calls).toBeGreaterThanOrEqual(4)
    // It goes on until the time is over, and no call takes none.
    expect(callsPerSecond).toBeLessThanOrEqual(calls * 20)
  })

  it('ends with 2 for a kind that there is not, and with 3 when the server is down', async () => {
    expect(await lmc('bench', '--kind', 'delete')).toMatchObject({ code: 2 })
    expect(await runCli(['bench', '-s', down])).toMatchObject({ code: 3 })
  })
})
