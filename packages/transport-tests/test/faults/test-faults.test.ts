import { describe, expect, it } from 'vitest'
import { faultClauses, testFaults } from '../../src/faults/index.ts'
import { subject } from './subject.ts'

testFaults('TextTransport', { describe, it, ...subject })

describe('testFaults', () => {
  it('declares a test for each clause, and says which it holds to less', () => {
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
})
