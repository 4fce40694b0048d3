// Lists the failed tests from the reports that each package left (`scripts/test-report.mjs`), then sums the reports in
// one plain line: `N passed, N failed`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

// Who sees only the end of a log sees about a hundred lines.
const budget = 90
const linesOfOne = 10

const folders = ['packages', 'examples', 'internal']
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
  .filter((path) => existsSync(`${path}/test`))
const all = []
let passed = 0
for (const folder of folders) {
  const path = `${folder}/test-report.json`
  const { passed: count, failures } = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { passed: 0, failures: [{ title: 'left no report', text: '' }] }
  passed += count
  all.push(...failures.map(({ title, text }) => ({ title: `${folder} ${title}`, text })))
}

const shown = Math.max(0, Math.min(linesOfOne, Math.floor(budget / all.length) - 1))
for (const { title, text } of all) {
  console.log(`FAILED ${title}`)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  for (const line of lines.slice(0, shown)) console.log(`    ${line.slice(0, 300)}`)
}
console.log(`${passed} passed, ${all.length} failed`)
