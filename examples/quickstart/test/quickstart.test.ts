import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../dist/quickstart.js', import.meta.url))

async function runQuickstart(servers: string): Promise<string> {
  const env = { ...process.env, MEMCACHED_SERVERS: servers }
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env, timeout: 20_000 })
  return stdout
}

let server: MemcachedServer
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(async () => {
  await server.stop()
})

describe('quickstart', () => {
  it('runs all of it in the memcached that MEMCACHED_SERVERS names, and says so', async () => {
    const output = await runQuickstart(server.address)
    expect(output).toContain(`lmc quickstart, in memcached at ${server.address}, from MEMCACHED_SERVERS`)
    expect(output).toMatch(/calls of loadUser +1\n/)
    expect(output).toMatch(/set\('greeting', .*\) +'[0-9a-f]{32}'/)
    expect(output).toMatch(/get\('greeting'\) +'Grüße, 世界 👋'/)
    expect(output).toMatch(/get\('soon gone'\) +undefined/)
    expect(output).toMatch(/invalidate\('greeting'\) +true\n +get\('greeting'\) +undefined/)
    expect(output).toMatch(
      /get\('page of product 7'\) +'<h1>Lamp<\/h1>'\n.*invalidateDependents.* true\n +get\('page of product 7'\) +undefined/,
    )
    expect(output).toMatch(new RegExp(`${server.address} +\\{ version: '[\\d.]+'`))
    expect(output.match(/\(.* failed: .*/g)).toHaveLength(2) // The outage.
  })

  it('prints the lines that the README of the repository shows, in their order', async () => {
    const output = (await runQuickstart(server.address)).split('\n')
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
    const [, sample] = /^```\n(.*?)\n^```$/ms.exec(readme) ?? []
    const lines = sample?.split('\n') ?? []
    expect(lines).toHaveLength(9)
    let at = -1
    for (const line of lines) {
      at = output.indexOf(line, at + 1)
      expect(at, line).not.toBe(-1)
    }
  })

  it('goes on when memcached is down, and shows the failures', async () => {
    await server.stop()
    const output = await runQuickstart(server.address)
    expect(output).toMatch(/set\('greeting', .*\) +undefined/)
    expect(output).toContain('(set failed: set on ')
    server = await startMemcached()
  })
})
