// A reporter for vitest. It writes `test-report.json` in the folder where vitest was started: how many tests
// of each package passed, and all failed tests. `scripts/sum-reports.mjs` reads this file.
import { writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/** The message comes first: the stack does not say that a test timed out. */
function textOf({ name = 'Error', message, stack = '', diff = '', cause }) {
  const place = stack.split('\n').find((line) => line.includes('.test.'))
  const reason = cause && `cause: ${cause.message}`
  return [`${name}: ${message}`, reason, place, diff].filter(Boolean).map(stripVTControlCharacters).join('\n')
}

const failuresOf = (title, errors) =>
  errors.length === 0 ? [] : [{ title, text: errors.map(textOf).join('\n') }]

export default class TestReport {
  onTestRunEnd(modules, unhandledErrors) {
    const passed = {}
    const failures = failuresOf('outside of the tests', unhandledErrors)
    for (const module of modules) {
      const { name: folder } = module.project
      const file = module.relativeModuleId
      failures.push(...failuresOf(file, module.errors()))
      for (const suite of module.children.allSuites()) {
        failures.push(...failuresOf(`${file} > ${suite.fullName}`, suite.errors()))
      }
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result()
        if (state === 'passed') passed[folder] = (passed[folder] ?? 0) + 1
        if (state === 'failed') failures.push(...failuresOf(`${file} > ${test.fullName}`, errors))
      }
    }
    writeFileSync('test-report.json', JSON.stringify({ passed, failures }, undefined, 2))
  }
}
