// Sums the reports that the tests of each package left into one plain line: `N passed, N failed`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folders = ['packages', 'examples', 'internal'].flatMap((parent) =>
  readdirSync(parent).map((name) => `${parent}/${name}`),
)
let passed = 0
let failed = 0
for (const folder of folders) {
  const path = `${folder}/test-report.json`
  if (!existsSync(path)) continue
  const report = JSON.parse(readFileSync(path, 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  // A file that failed before its first test counts as well.
  failed += report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
}
console.log(`${passed} passed, ${failed} failed`)
