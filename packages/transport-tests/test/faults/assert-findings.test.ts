import { describe, expect, it } from 'vitest'
import { assertFindings } from '../../src/faults/findings/assert-findings.ts'
import { Findings, type ProblemKind } from '../../src/faults/findings/findings.ts'

function findingsWith(...kinds: ProblemKind[]): Findings {
  const findings = new Findings()
  for (const kind of kinds) findings.report(kind, `a ${kind} call`)
  return findings
}

describe('assertFindings', () => {
  it.each([
    ['none', []],
    ['allowed', []],
    ['allowed', ['wrong']],
  ] as const)('with wrong answers %s lets %j pass', (wrongAnswers, kinds) => {
    expect(() => assertFindings(findingsWith(...kinds), wrongAnswers)).not.toThrow()
  })

  it.each([
    ['none', ['wrong'], /1 problem in 0 calls:\n- wrong: a wrong call/],
    ['none', ['hung', 'foreign'], /2 problems in 0 calls:\n- hung: a hung call\n- foreign: a foreign call/],
    ['allowed', ['wrong', 'unhandled'], /1 problem in 0 calls:\n- unhandled/],
  ] as const)('with wrong answers %s refuses %j', (wrongAnswers, kinds, message) => {
    expect(() => assertFindings(findingsWith(...kinds), wrongAnswers)).toThrow(message)
  })

  it('shows the first 5 of 6 problems', () => {
    const kinds = Array.from({ length: 6 }, () => 'hung' as const)
    expect(() => assertFindings(findingsWith(...kinds), 'none')).toThrow(
      /^6 problems in 0 calls:(\n- hung: a hung call){5}\n\n/,
    )
  })
})
