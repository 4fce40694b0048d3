// Writes what the tests cover of each package into `docs/quality.md`, from the report that `pnpm coverage` has
// written.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { textTable, withFigures } from '../internal/report/dist/index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = new URL('../docs/quality.md', import.meta.url)
const KINDS = ['lines', 'branches', 'functions']

const summary = JSON.parse(
  readFileSync(new URL('../coverage/coverage-summary.json', import.meta.url), 'utf8'),
)

/** The counts of each package: of each kind, how many there are and how many are covered. */
const packages = new Map()
for (const [path, counts] of Object.entries(summary)) {
  const [, name] = /^packages\/([^/]+)\//.exec(path.replace(root, '')) ?? []
  if (name === undefined) continue
  const sums = packages.get(name) ?? KINDS.map(() => ({ total: 0, covered: 0 }))
  for (const [at, kind] of KINDS.entries()) {
    sums[at].total += counts[kind].total
    sums[at].covered += counts[kind].covered
  }
  packages.set(name, sums)
}

const share = ({ total, covered }) => (total === 0 ? '-' : `${((100 * covered) / total).toFixed(1)} %`)
const rows = [...packages]
  .toSorted(([one], [other]) => one.localeCompare(other))
  .map(([name, sums]) => [`\`${name}\``].concat(sums.map(share)))
const table = textTable(['package', ...KINDS], rows)
writeFileSync(page, withFigures(readFileSync(page, 'utf8'), table, 'coverage'))
process.stdout.write(`${table}\n\nWritten to docs/quality.md.\n`)
