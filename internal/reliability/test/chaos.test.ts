import { describe, expect, it } from 'vitest'
import { expectToFail } from './expect-to-fail.ts'
import { figure } from './figure.ts'
import { runCommand } from './run-command.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'
const SECONDS = IS_LONG ? 60 : 10
const BATCH_KEYS = IS_LONG ? 20_000 : 5000

describe('pnpm chaos', () => {
  it(`finds nothing wrong in ${SECONDS} s of faults, and enough right answers`, async () => {
    const { code, output } = await runCommand('chaos', [
      '--seconds',
      `${SECONDS}`,
      '--batch-keys',
      `${BATCH_KEYS}`,
    ])
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

// One after the other: the first fault to show is chance, and some show only under load. The long form has a
// transport for each fault.
describe('pnpm chaos with a transport that', () => {
  it.each([
    [
      'returns the answer of an earlier call',
      'swaps-answers',
      /it is of another key|it is no whole value/,
      'wrong',
    ],
    ['never settles', 'never-settles', /set .* has not settled within \d+ ms/, 'hung'],
    ['leaves a rejection unhandled', 'leaves-a-rejection', /Error: left alone/, 'unhandled'],
  ])('%s fails', async (_, name, text, kind) => {
    await expectToFail(name, text, kind)
  })
})
