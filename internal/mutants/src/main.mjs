// `pnpm mutants` changes the sources in thousands of ways, one by one, and runs the tests of each part.
// `pnpm mutants header` does so for one part.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const parts = JSON.parse(readFileSync(new URL('parts.json', import.meta.url), 'utf8'))
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts)
const unknown = wanted.find((name) => !(name in parts))
if (unknown !== undefined) {
  process.stderr.write(`There is no part ${unknown}; expected any of ${Object.keys(parts).join(', ')}\n`)
  process.exit(2)
}

for (const LMC_MUTANTS of wanted) {
  const { status } = spawnSync('stryker', ['run', 'internal/mutants/src/stryker.config.mjs'], {
    stdio: 'inherit',
    env: { ...process.env, LMC_MUTANTS },
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
