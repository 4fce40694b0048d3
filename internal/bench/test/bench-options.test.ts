import { describe, expect, it } from 'vitest'
import { type BenchOptions, parseBenchOptions } from '../src/bench-options.ts'
import { clients } from '../src/suites/clients.ts'
import { contendersOf } from '../src/suites/suite.ts'

function parse(line: string): BenchOptions {
  const options = parseBenchOptions(line.split(' ').filter(Boolean), clients)
  if (options === 'help') throw new Error('help')
  return options
}

describe('parseBenchOptions', () => {
  it('runs everything and writes the results without options', () => {
    const options = parse('')
    expect(options).toMatchObject({
      contenders: contendersOf(clients),
      rounds: 7,
      roundTime: 80,
      isWritten: true,
    })
    expect(options.runs).toHaveLength(clients.workloads.length * clients.inFlight.length)
  })

  it('chooses contenders by their name without the version, workloads and calls in flight', () => {
    const options = parse('--contenders memcache,floor --workloads set,get --in-flight 1,8')
    expect(options.contenders.map(({ name }) => name)).toEqual(['floor', 'memcache 1.10.0'])
    expect(options.runs.map(({ workload, inFlight }) => `${workload.name} ${inFlight}`)).toEqual([
      'get 1',
      'get 8',
      'set 1',
      'set 8',
    ])
    expect(options.isWritten).toBe(false)
  })

  it('measures each workload once and briefly with --quick, and writes nothing', () => {
    const options = parse('--quick')
    expect(options).toMatchObject({ rounds: 3, roundTime: 40, isWritten: false })
    expect(options.runs.map(({ inFlight }) => inFlight)).toEqual(options.runs.map(() => 64))
    expect(new Set(options.runs.map(({ workload }) => workload)).size).toBe(options.runs.length)
  })

  it.each([
    '--contenders redis',
    '--workloads dance',
    '--rounds 0',
    '--rounds many',
    '--round-time 1.5',
    '--unknown',
  ])('refuses %s', (line) => {
    expect(() => parse(line)).toThrow(Error)
  })

  it('recognises --help', () => {
    expect(parseBenchOptions(['--help'], clients)).toBe('help')
  })
})
