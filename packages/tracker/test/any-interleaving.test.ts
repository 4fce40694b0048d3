import fc from 'fast-check'
import { describe, it } from 'vitest'
import { anyInterleaving } from './interleaving-property.ts'

const RUNS = Number(process.env['LMC_INTERLEAVINGS'] ?? (process.env['LMC_LONG'] === '1' ? 300 : 25))
const TIMEOUT = Math.max(120_000, RUNS * 500)

describe('KeyTracker', () => {
  it(
    'lists every key that is there and none that is not, however the commands of eight clients fall between each other',
    () => fc.assert(anyInterleaving(), { numRuns: RUNS }),
    TIMEOUT,
  )
})
