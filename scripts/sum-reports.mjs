// Lists the failed tests of the report from `scripts/test-report.mjs`. Then prints their numbers in one line:
// `N passed, N failed`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

// The end of a log that people see has about a hundred lines.
const budget = 90
const linesOfOne = 10

const folders = ['packages', 'examples', 'internal']
  .flatMap((parent) => readdirSync(parent).map((name) => `${parent}/${name}`))
  .filter((path) => existsSync(`${path}/test`))
const report = existsSync('test-report.json') ? JSON.parse(readFileSync('test-report.json', 'utf8')) : {}
const { passed: passedOf = {}, failures = [{ title: 'no report was left', text: '' }] } = report
const idle = folders.filter((folder) => passedOf[folder] === undefined)
const all = [...failures, ...idle.map((folder) => ({ title: `no test of ${folder} has passed`, text: '' }))]
const passed = Object.values(passedOf).reduce((sum, count) => sum + count, 0)

const shown = Math.max(0, Math.min(linesOfOne, Math.floor(budget / all.length) - 1))
for (const { title, text } of all) {
  console.log(`FAILED ${title}`)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  for (const line of lines.slice(0, shown)) console.log(`    ${line.slice(0, 300)}`)
}
console.log(`${passed} passed, ${all.length} failed`)
