import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { MemcachedClient } from '@lmc/client'
import { freePort, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from '../running/run-cli.ts'
import { plainEnv, program } from '../running/run-process.ts'
import { UiRun } from '../running/ui-run.ts'

let server: MemcachedServer
let cache: MemcachedClient
let ui: UiRun
let readOnly: UiRun

beforeAll(async () => {
  server = await startMemcached()
  const transport = new MetaTransport({ servers: [server.address] })
  cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  ui = await UiRun.start(server.address)
  readOnly = await UiRun.start(server.address, '--read-only')
})
beforeEach(async () => {
  await cache.set('a', 'value', { raw: true, lifetime: 1000 })
})
afterAll(async () => {
  await ui.stop()
  await readOnly.stop()
  await cache.close()
  await server.stop()
})

/** All that changes something, with bodies that would. */
const writes: readonly (readonly [path: string, body: unknown])[] = [
  ['api/items/delete', { keys: ['a'] }],
  ['api/item/touch', { key: 'a', lifetime: '7d' }],
  ['api/namespaces/drop', { namespace: null }],
]

async function expectUntouched(): Promise<void> {
  const { lifetimeLeft } = (await (cache.transport as MetaTransport).inspect('a')) ?? {}
  expect(lifetimeLeft).toBeLessThanOrEqual(1000)
}

describe('the address of lmc ui', () => {
  it('is on this machine alone, has a token of 192 random bits, and another one each time', async () => {
    for (const { address } of [ui, readOnly])
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/)
    expect(new URL(ui.address).pathname).not.toBe(new URL(readOnly.address).pathname)
  })

  it('is all that is written, on the port that --port names, and answers no more after Ctrl-C', async () => {
    const port = await freePort()
    const child = spawn(process.execPath, [program, 'ui', '--port', String(port)], { env: plainEnv() })
    const stderr = text(child.stderr)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const address = line.toString().trimEnd()
    expect(line.toString()).toMatch(new RegExp(String.raw`^http://127\.0\.0\.1:${port}/[\w-]{32}/\n$`))
    expect((await fetch(address)).status).toBe(200)
    child.kill('SIGINT')
    expect(await once(child, 'close')).toEqual([130, null])
    expect(await stderr).toBe(
      'Open this address in a browser on this machine. Ctrl-C ends the page.\nStopped.\n',
    )
    await expect(fetch(address)).rejects.toThrow('fetch failed')
  })

  it('is none when the port is taken, which is a mistake', async () => {
    const { port } = new URL(ui.address)
    const outcome = await runCli(['ui', '--port', port], { env: { MEMCACHED_SERVERS: server.address } })
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toMatch(
      new RegExp(`^lmc: The page cannot be served on port ${port}: .*EADDRINUSE`),
    )
  })
})

describe('the page', () => {
  it('lets only its own script run, by a nonce that is another one each time', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { status, headers, body } = await ui.ask('')
        expect(status).toBe(200)
        const policy = String(headers['content-security-policy'])
        const [, nonce = ''] = /script-src 'nonce-([\w+/=-]+)'(?:;|$)/.exec(policy) ?? []
        expect(nonce.length).toBeGreaterThan(20)
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toContain('unsafe')
        expect(body.match(/<script/g)).toHaveLength(1)
        expect(body).toContain(`<script type="module" src="page.js" nonce="${nonce}">`)
        return nonce
      }),
    )
    expect(new Set(nonces).size).toBe(2)
  })

  it.each(['', 'page.js', 'api/servers', 'api/nothing'])(
    'is kept by no cache, and its address by no other site: "%s"',
    async (path) => {
      const { headers } = await ui.ask(path)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
      })
    },
  )

  it('has a script with all that it needs', async () => {
    const { headers, body } = await ui.ask('page.js')
    expect(headers['content-type']).toContain('text/javascript')
    expect(body).not.toMatch(/\bimport\b\s*["'({]/)
  })
})

describe('a request', () => {
  it.each(['/', '/page.js', '/api/servers', `/${'a'.repeat(32)}/`, `/${'a'.repeat(32)}/api/items`])(
    'without the token is refused: %s',
    async (path) => {
      const { status, body } = await ui.ask(path)
      expect({ status, body }).toEqual({
        status: 403,
        body: '{"error":"Open the address that `lmc ui` has printed, with its token."}',
      })
    },
  )

  it.each([
    ['of a site that points its own name at us', 'evil.example'],
    ['of another port', '127.0.0.1:1'],
  ])('whose Host header is that %s is refused', async (_, host) => {
    for (const path of ['', 'page.js', 'api/servers'])
      expect((await ui.ask(path, { headers: { host } })).status).toBe(403)
  })

  it('may name this machine localhost', async () => {
    const { port } = new URL(ui.address)
    expect((await ui.ask('api/servers', { headers: { host: `localhost:${port}` } })).status).toBe(200)
  })

  it.each(writes)('that changes something comes from the page itself: %s', async (path, body) => {
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `${new URL(ui.address).origin}1` },
      { 'content-type': 'text/plain' },
      { host: 'evil.example', origin: 'http://evil.example' },
    ])
      expect((await ui.tell(path, body, headers)).status).toBe(403)
    const withoutOrigin = { method: 'POST', headers: { 'content-type': 'application/json' } }
    expect((await ui.ask(path, { ...withoutOrigin, body: JSON.stringify(body) })).status).toBe(403)
    await expectUntouched()
    expect((await ui.tell(path, body)).status).toBe(200)
    const details = await (cache.transport as MetaTransport).inspect('a')
    expect(details === undefined || details.lifetimeLeft > 1000).toBe(true)
  })

  it.each(writes)('that changes something is refused by --read-only: %s', async (path, body) => {
    const { status, body: said } = await readOnly.tell(path, body)
    expect(status).toBe(403)
    expect(said).toContain('--read-only')
    await expectUntouched()
  })

  it.each([
    ['api/items/delete', 'none'],
    ['api/items/delete', { keys: 'a' }],
    ['api/items/delete', { keys: [1] }],
    ['api/items/delete', { keys: ['a key with spaces'] }],
    ['api/item/touch', { key: 'a' }],
    ['api/item/touch', { key: 'a', lifetime: 'soon' }],
    ['api/item/touch', { lifetime: '1h' }],
    ['api/namespaces/drop', { namespace: 7 }],
  ])('that asks for what can not be is a mistake: %s %j', async (path, body) => {
    const { status, body: said } = await ui.tell(path, body)
    expect(status).toBe(400)
    expect(JSON.parse(said)).toEqual({ error: expect.stringMatching(/\w/) })
    await expectUntouched()
  })
})
