import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

describe('pnpm bench', () => {
  it('prints what imports take, and a table of a quick run of one workload, with a ratio for each contender', async () => {
    const args = [main, '--quick', '--workloads', 'get', '--contenders', 'floor,memjs']
    const { stdout } = await promisify(execFile)(process.execPath, args)
    expect(stdout).toMatch(/^\| @lmc\/client and transport-meta +\| +\d+\.\d \| +\d+\.\d\d \|/m)
    expect(stdout).toContain('get 100 B, 64 in flight')
    expect(stdout).toMatch(/^\| floor +\| +[\d,]+ \| +\d+ % \| +\d+\.\d\d \| +1\.00 \|/m)
    expect(stdout).toMatch(/^\| memjs 1\.3\.2 +\| +[\d,]+ \| +\d+ % \| +1\.00 \| +0\.\d\d \|/m)
  })
})
