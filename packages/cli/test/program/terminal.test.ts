import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TerminalRun } from '../running/on-terminal.ts'

let server: MemcachedServer
let cache: MemcachedClient
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address] })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  env = { MEMCACHED_SERVERS: server.address }
})
beforeEach(() => cache.invalidateAll())
afterAll(async () => {
  await cache.close()
  await server.stop()
})

const COLOUR = '\u001b['
const CTRL_C = '\u0003'

describe('colours', () => {
  it('are there on a terminal', async () => {
    const run = new TerminalRun(['stats'], env)
    expect(await run.end()).toBe(0)
    expect(run.shown).toContain(COLOUR)
  })

  it.each([
    ['with NO_COLOR', { NO_COLOR: '1' }, ''],
    ['in a pipe', {}, '| cat'],
  ])('are not there %s', async (_, more, tail) => {
    const run = new TerminalRun(['stats'], { ...env, ...more }, tail)
    expect(await run.end()).toBe(0)
    expect(run.shown).toContain('hit ratio')
    expect(run.shown).not.toContain(COLOUR)
  })
})

describe.each([
  ['flush', ['flush']],
  ['invalidate', ['invalidate', '--namespace', 'users']],
])('the question of lmc %s', (_, args) => {
  beforeEach(async () => void (await cache.set('a', 1, { namespace: 'users' })))

  it('has y drop what it says', async () => {
    const run = new TerminalRun(args, env)
    await run.until('Drop ')
    run.type('y')
    expect(await run.end()).toBe(0)
    expect(run.shown).toContain('Dropped')
    expect(await cache.get('a', { namespace: 'users' })).toBeUndefined()
  })

  it.each([
    ['n', 'n', 2],
    ['Enter', '\r', 2],
    ['Ctrl-C', CTRL_C, 130],
  ])('has %s drop nothing', async (_key, keys, code) => {
    const run = new TerminalRun(args, env)
    await run.until('Drop ')
    run.type(keys)
    expect(await run.end()).toBe(code)
    expect(await cache.get('a', { namespace: 'users' })).toBe(1)
  })

  it('is not asked with --yes', async () => {
    const run = new TerminalRun([...args, '--yes'], env)
    expect(await run.end()).toBe(0)
    expect(run.shown).not.toContain('?')
  })
})

describe('a progress bar', () => {
  const bench = ['bench', '--kind', 'get', '--in-flight', '1,2,3', '--duration', '600']

  it('is there on a terminal for what takes longer than a second, and is wiped at the end', async () => {
    const run = new TerminalRun(bench, env)
    await run.until('Measuring')
    expect(await run.end()).toBe(0)
    expect(run.shown).toMatch(/Measuring [█░]+ \d+ % \| \d of 3/)
    // What hides the cursor shows it again.
    expect(run.shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(run.shown.lastIndexOf('\u001b[?25l'))
  })

  it('is not there beside a pipe', async () => {
    const run = new TerminalRun(bench, env, '| cat')
    expect(await run.end()).toBe(0)
    expect(run.shown).toContain('calls/s')
    expect(run.shown).not.toContain('Measuring')
  })

  it('is there while results go into a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lmc-bar-'))
    const run = new TerminalRun(bench, env, `> ${join(folder, 'results')}`)
    await run.until('Measuring')
    expect(await run.end()).toBe(0)
    expect(await readFile(join(folder, 'results'), 'utf8')).toMatch(/^kind .*calls\/s/)
    await rm(folder, { recursive: true })
  })

  it('is not there for what is over at once', async () => {
    const run = new TerminalRun(['invalidate', '--unnamed', '--yes'], env)
    expect(await run.end()).toBe(0)
    expect(run.shown).toBe('Dropped 0 values\r\n')
  })

  it('is wiped at Ctrl-C', async () => {
    const run = new TerminalRun(bench, env)
    await run.until('Measuring')
    run.type(CTRL_C)
    expect(await run.end()).toBe(130)
    expect(run.shown).toMatch(/\[\?25h.*Stopped\.\r\n$/s)
  })
})
