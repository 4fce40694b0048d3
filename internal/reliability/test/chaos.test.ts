import { describe, expect, it } from 'vitest'
import { program, runCommand } from './run-command.ts'

const SECONDS = process.env['LMC_LONG'] === '1' ? 60 : 10

/** The number behind a name in the output of a run. */
function figure(output: string, name: string): number {
  const [, digits = 'NaN'] = new RegExp(`^${name} +([\\d,]+)`, 'm').exec(output) ?? []
  return Number(digits.replaceAll(',', ''))
}

describe('pnpm chaos', () => {
  it(`finds nothing wrong in ${SECONDS} s of faults, and enough right answers`, async () => {
    const { code, output } = await runCommand('chaos', ['--seconds', `${SECONDS}`, '--batch-keys', '20000'])
    const figures = ['wrong', 'hung', 'foreign', 'unhandled'].map((name) => [name, figure(output, name)])
    // The output has the seed, and the faults at each problem.
    expect(Object.fromEntries(figures), output).toEqual({ wrong: 0, hung: 0, foreign: 0, unhandled: 0 })
    expect(figure(output, 'hits'), output).toBeGreaterThan(20 * SECONDS)
    expect(figure(output, 'counted'), output).toBeGreaterThan(10 * SECONDS)
    expect(figure(output, 'loads'), output).toBeGreaterThan(10)
    expect(figure(output, 'faults'), output).toBeGreaterThan(SECONDS)
    for (const fault of [
      'kill and restart',
      'restart that refuses flushes',
      'polite close',
      'held loop of clients',
    ])
      expect(output).toMatch(new RegExp(`[ ,]${fault} [1-9]`))
    expect(output).toMatch(/^seed \d+:/)
    expect(code, output).toBe(0)
  })
})

// One after the other: the first fault to show is chance, and some show only under load.
describe('pnpm chaos with a transport that', () => {
  it.each([
    [
      'returns the answer of an earlier call',
      'swaps-answers',
      /it is of another key|it is no whole value/,
      'wrong',
    ],
    ['does not delete', 'keeps-what-was-deleted', /replaced or dropped|invalidated/, 'wrong'],
    ['never retries a failed delete', 'forgets-what-failed', /replaced or dropped|invalidated/, 'wrong'],
    [
      'stores a sum with any version',
      'loses-additions',
      /another call has got|replaced or dropped|had been dropped|invalidated/,
      'wrong',
    ],
    ['returns a count twice', 'counts-twice', /increment of count:.* another call has got/, 'wrong'],
    [
      'touches with an old value',
      'touches-with-the-past',
      /replaced or dropped|had been dropped|invalidated/,
      'wrong',
    ],
    ['gives a lease to everybody', 'grants-every-lease', /load of .* was loading it as well/, 'wrong'],
    [
      'stores a loaded value in any case',
      'keeps-old-loads',
      /:loaded:.* (replaced or dropped|invalidated)/,
      'wrong',
    ],
    ['never settles', 'never-settles', /set .* has not settled within \d+ ms/, 'hung'],
    ['leaves a rejection unhandled', 'leaves-a-rejection', /Error: left alone/, 'unhandled'],
  ])('%s fails', async (_, name, text, kind) => {
    const args = ['--seconds', '60', '--until-wrong', '--transports', program(name)]
    const few = ['--processes', '3', '--servers', '1', '--batch-keys', '0', '--seed', '1']
    const { code, output } = await runCommand('chaos', [...args, ...few])
    expect(output).toMatch(text)
    expect(output).toContain(`${kind} (seed 1): `)
    expect(figure(output, kind), output).toBeGreaterThan(0)
    expect(output).toMatch(new RegExp(`^${kind} [\\d,]+; expected 0\\. Again: pnpm chaos --seed 1$`, 'm'))
    expect(code).toBe(1)
  })

  it('loses lines of the list of keys fails after the faults', async () => {
    const args = ['--seconds', '3', '--transports', program('loses-lines'), '--seed', '1']
    const few = ['--processes', '2', '--servers', '1', '--batch-keys', '0']
    const { code, output } = await runCommand('chaos', [...args, ...few])
    expect(output).toMatch(/wrong .*keys of \w+ that are there are not listed/)
    expect(code).toBe(1)
  })
})
