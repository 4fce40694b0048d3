import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

describe('pnpm bench', () => {
  it('prints the times of imports, and a table of a quick run of one workload, with a ratio for each contender', async () => {
    const args = [main, '--quick', '--workloads', 'get', '--contenders', 'limit,floor,meta,memjs']
    const { stdout } = await promisify(execFile)(process.execPath, args)
    expect(stdout).toMatch(/^\| @lmc\/client and transport-meta +\| +\d+\.\d \| +\d+\.\d\d \|/m)
    expect(stdout).toContain('get 100 B, 64 in flight')
    expect(stdout).toMatch(/^\| limit +\| +[\d,]+ \| +\d+ % \| +1\.00 \| +\d+\.\d\d \|/m)
    expect(stdout).toMatch(/^\| memjs 1\.3\.2 +\| +[\d,]+ \| +\d+ % \| +0\.\d\d \| +0\.\d\d \|/m)
    expect(stdout).toMatch(/^\| get 100 B, 64 in flight \|.* memjs 1\.3\.2 \|/m)
    expect(stdout).toContain('Nowhere in this run.')
  })
})

describe('pnpm bench:keyv', () => {
  it('prints figures of Keyv over two stores, and neither answers wrongly', async () => {
    const program = fileURLToPath(new URL('../dist/keyv-main.js', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [program, '--quick'])
    for (const title of ['get 100 B', 'set 100 B', 'getMany of 100 x 100 B'])
      expect(stdout).toMatch(
        new RegExp(
          `^\\| ${title}, 64 in flight +\\| +[\\d,]+ \\| +\\d+\\.\\d\\d \\| @keyv/memcache 2.0.2 \\|`,
          'm',
        ),
      )
  })
})

describe('pnpm bench:memory', () => {
  it('measures what a call in flight and a connection of a client keep', async () => {
    const program = fileURLToPath(new URL('../dist/memory-worker-main.js', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, 'meta'])
    const memory: Record<string, number> = JSON.parse(stdout)
    expect(memory['call']).toBeGreaterThan(100)
    expect(memory['call']).toBeLessThan(5000)
    expect(memory['connection']).toBeGreaterThan(2 * 256 * 1024)
  })
})
