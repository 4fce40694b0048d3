import { describe, expect, it } from 'vitest'
import { faultClauses, testFaults } from '../../src/faults/index.ts'
import { subject } from './subject.ts'

describe('testFaults', () => {
  it('declares a test for each clause, and names the excused lacks', () => {
    const names: string[] = []
    testFaults('X', {
      ...subject,
      lacks: ['unchecked framing'],
      describe: (name, body) => {
        names.push(name)
        body()
      },
      it: (name) => names.push(name),
    })
    const suffix = ' (but for unchecked framing)'
    const expected = faultClauses.map(({ name, needs }) =>
      needs === 'unchecked framing' ? name + suffix : name,
    )
    expect(names).toEqual(['X under faults', ...expected])
  })

  it('leaves out the declared shortfalls, and throws for one that is no clause', () => {
    const [first, ...others] = faultClauses.map(({ name }) => name)
    const declare = (shortfall: string): string[] => {
      const names: string[] = []
      const note = (name: string): unknown => names.push(name)
      testFaults('X', { ...subject, it: note, describe: (_, body) => body(), shortfalls: [shortfall] })
      return names
    }
    expect(declare(first ?? '')).toEqual(others)
    expect(() => declare('everything is well')).toThrow('There is no clause "everything is well"')
  })
})
