import fc from 'fast-check'
import { beforeEach } from 'vitest'

/** Parts of the names of tests that take long or start processes. The others find the same mutants. */
const SLOW = [
  '100,000 small keys',
  'two texts are equal only',
  'a million properties',
  '68 million',
  '1048576 characters',
  'nearly endless',
  '500 levels',
  '500,000 levels',
  '70,000 fields',
  '64 MiB',
  '1 GiB',
  'another process',
  'another thread',
  'runtime without',
  'one-shot hash',
]

// Thousands of mutants run these tests: a property is tried for a tenth of a second, and does not look for a
// smaller example when it fails.
fc.configureGlobal({ interruptAfterTimeLimit: 100, markInterruptAsFailure: false, endOnFailure: true })

beforeEach(({ task, skip }) => {
  if (SLOW.some((part) => task.name.includes(part))) skip()
})
