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
          `^\\| ${title}, 64 in flight +\\| +[\\d,]+ \\|( +\\d+\\.\\d\\d \\|){2} @keyv/memcache 2.0.2 \\|`,
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

describe('pnpm bench:comparison', () => {
  it('prints figures of clients over Redis beside our own, and none answers wrongly', async () => {
    const program = fileURLToPath(new URL('../dist/comparison-main.js', import.meta.url))
    const contenders = '@lmc/client,ioredis,iovalkey,redis,valkey-glide'
    const args = [program, '--quick', '--rounds', '1', '--workloads', 'get', '--contenders', contenders]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    for (const name of ['@lmc/client', 'ioredis', 'iovalkey', 'redis', 'valkey-glide'])
      expect(stdout).toMatch(new RegExp(`^\\| ${name} [^|]*\\| +[\\d,]+ \\| +\\d+ % \\|`, 'm'))
    expect(stdout).not.toContain('Not ranked')
    expect(stdout).not.toContain('Left out')
  })
})

describe('pnpm bench:layers', () => {
  it('prints figures of getOrSet and of the near cache beside what they stand on, and all answers are hits', async () => {
    const program = fileURLToPath(new URL('../dist/layers-main.js', import.meta.url))
    const args = [program, '--quick', '--rounds', '1', '--workloads', 'get']
    const { stdout } = await promisify(execFile)(process.execPath, args)
    for (const name of ['getOrSet', 'getOrSet with staleFor', 'near', 'near, getOrSet'])
      expect(stdout).toMatch(new RegExp(`^\\| @lmc/client ${name} +\\| +[\\d,]+ \\|`, 'm'))
    expect(stdout).not.toContain('Not ranked')
    expect(stdout).not.toContain('Left out')
  })
})
