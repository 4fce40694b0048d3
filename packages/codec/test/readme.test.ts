import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${folder}/README.md`, 'utf8')
const samples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, sample = '']) => sample)

describe('the README', () => {
  it('has samples', () => {
    expect(samples).toHaveLength(3)
  })

  it.each(samples)('has a sample that runs: %.60s', (sample) => {
    execFileSync(process.execPath, ['--input-type=module', '-e', sample], { cwd: folder, stdio: 'pipe' })
  })
})
