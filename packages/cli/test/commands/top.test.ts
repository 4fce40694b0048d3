import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../running/run-cli.ts'
import { plainEnv, program } from '../running/run-process.ts'
import { Tmux } from '../running/tmux.ts'

let server: MemcachedServer
let other: MemcachedServer
let transport: MetaTransport
let tmux: Tmux | undefined

beforeAll(async () => {
  server = await startMemcached()
  other = await startMemcached()
  transport = new MetaTransport({ servers: [server.address] })
})
afterEach(() => tmux?.end())
afterAll(async () => {
  await transport.close()
  await server.stop()
  await other.stop()
})

async function top(...args: string[]): Promise<Tmux> {
  tmux = await Tmux.run(['top', '--interval', '200', ...args], {
    MEMCACHED_SERVERS: `${server.address},${other.address}`,
  })
  return tmux
}

/** Reads and stores until it is told to stop. */
function keepBusy(): () => Promise<void> {
  const over = new AbortController()
  const work = (async () => {
    while (!over.signal.aborted) {
      await transport.set('a', Buffer.from('x'))
      await transport.get('a')
      await transport.get('nothing')
    }
  })()
  return async () => {
    over.abort()
    await work
  }
}

describe('lmc top', () => {
  it('shows figures and their course, a server a column', async () => {
    const rest = keepBusy()
    const screen = await top()
    const shown = await screen.until(/^hit ratio +(?:49\.9|50\.[01]) % +[▄▅ ]+/m)
    await rest()
    expect(shown).toContain('2 servers')
    expect(shown).toMatch(new RegExp(String.raw`^ +${server.address} +${other.address}`, 'm'))
    expect(shown).toMatch(/^ +1\.6\.\d+, up .* 1\.6\.\d+, up /m)
    expect(shown).toMatch(/^gets\/s +[1-9][\d,]* +[▁▂▃▄▅▆▇█]+ +0 /m)
    for (const name of ['sets/s', 'in', 'out', 'memory', 'items', 'evictions/s', 'connections', 'CPU'])
      expect(shown).toMatch(new RegExp(String.raw`^${name} +[\d.]`, 'm'))
    expect(shown).toContain('q quit')
  })

  it('shows the slabs of a server at s, and those of the next at →', async () => {
    await transport.set('a', Buffer.from('x'))
    const screen = await top()
    await screen.until(/hit ratio/)
    await screen.type('s')
    const shown = await screen.until(/class +chunk +pages/)
    expect(shown).toContain(server.address)
    expect(shown).toMatch(/^ +1 +96 B +1 +[\d,]+ +0\.0 %/m)
    await screen.type('Right')
    await screen.until(new RegExp(`^${other.address}$`, 'm'))
    await screen.type('s')
    await screen.until(/hit ratio/)
  })

  it('shows a server that dies as down with the reason, and as up when it is back', async () => {
    const port = await freePort()
    let mortal = await startMemcached({ port })
    const screen = await top('--servers', mortal.address)
    await screen.until(/up \d/)
    await mortal.stop()
    const shown = await screen.until(/^ +down$/m)
    expect(shown).toContain('ECONNREFUSED')
    mortal = await startMemcached({ port })
    await screen.until(/up \d/)
    expect(await screen.shown()).not.toContain('ECONNREFUSED')
    await mortal.stop()
  })

  it('fits into a window that is made smaller, and fills one that is made larger', async () => {
    const screen = await top()
    await screen.until(new RegExp(other.address))
    await screen.resize(48, 10)
    const small = await screen.until(/^q quit(?![^]*127)/m)
    expect(small).not.toContain(other.address)
    expect(small.trimEnd().split('\n')).toHaveLength(10)
    await screen.resize(120, 40)
    await screen.until(new RegExp(String.raw`${other.address}[^]*CPU[^]*q quit`))
  })

  it.each([
    ['q', 'q', 0],
    ['Ctrl-C', 'C-c', 130],
  ])('ends at %s and leaves the terminal as it was', async (_, key, code) => {
    const screen = await top()
    await screen.until(/hit ratio/)
    await screen.type(key)
    const shown = await screen.until(/code \d+/)
    expect(shown).toContain(`code ${code}`)
    expect(shown).not.toContain('hit ratio')
  })

  it('refuses with 2 where there is no terminal', async () => {
    const outcome = await runCli(['top', '-s', server.address])
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain('--json')
  })

  it('writes one object a server and interval with --json, also of a server that is down, until Ctrl-C', async () => {
    const down = `127.0.0.1:${await freePort()}`
    const child = spawn(
      process.execPath,
      [program, 'top', '--json', '--interval', '100', '-s', `${server.address},${down}`],
      {
        env: plainEnv(),
      },
    )
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    while (stdout.split('\n').length < 5) await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    const objects = stdout
      .split('\n')
      .slice(0, 4)
      .map((line) => JSON.parse(line))
    expect(objects).toMatchObject([
      { server: server.address, up: true, memoryLimit: 67_108_864 },
      { server: down, up: false },
      { server: server.address, up: true, getsPerSecond: 0 },
      { server: down, up: false },
    ])
  })
})
