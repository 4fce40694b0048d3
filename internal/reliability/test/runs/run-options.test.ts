import { describe, expect, it } from 'vitest'
import { parseRunOptions, type RunDefaults, runUsage } from '../../src/runs/run-options.ts'

const defaults: RunDefaults = { unit: 'seconds', length: 600, processes: 3, batchKeys: 200_000 }

describe('parseRunOptions', () => {
  it('returns the defaults, and another seed each time', () => {
    const options = parseRunOptions([], defaults)
    expect(options).toMatchObject({ length: 600, processes: 3, servers: 3, batchKeys: 200_000 })
    const seeds = Array.from({ length: 5 }, () => parseRunOptions([], defaults)).map(
      (other) => other !== 'help' && other.seed,
    )
    expect(new Set(seeds).size).toBeGreaterThan(1)
  })

  it('takes the given options', () => {
    const args = [
      '--seconds',
      '0.5',
      '--processes',
      '2',
      '--servers',
      '1',
      '--batch-keys',
      '0',
      '--seed',
      '7',
      '--until-wrong',
      '--transports',
      '/x.mjs',
    ]
    expect(parseRunOptions(args, defaults)).toEqual({
      length: 0.5,
      processes: 2,
      servers: 1,
      batchKeys: 0,
      seed: 7,
      untilWrong: true,
      transports: 'file:///x.mjs',
    })
    expect(parseRunOptions(['--help'], defaults)).toBe('help')
    expect(runUsage('pnpm chaos', defaults)).toContain('--seconds n          how long, 600 unless said')
  })

  it.each([
    [['--seconds', '0'], '--seconds is "0"; expected a number above 0'],
    [['--seconds', 'x'], '--seconds is "x"; expected a number above 0'],
    [['--processes', '1.5'], '--processes is "1.5"; expected a whole number from 1 on'],
    [['--minutes', '3'], "Unknown option '--minutes'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseRunOptions(args, defaults)).toThrow(message)
  })
})
