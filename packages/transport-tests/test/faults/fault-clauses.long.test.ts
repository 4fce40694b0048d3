import { AssertionError } from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import { faultClauses, runFaultClause } from '../../src/faults/index.ts'
import { brokenTransports } from './broken-transports.ts'
import { subject } from './subject.ts'

describe('faultClauses', () => {
  it('have unique names', () => {
    expect(new Set(faultClauses.map(({ name }) => name)).size).toBe(faultClauses.length)
  })

  it.each(faultClauses.map((clause) => [clause.name, clause] as const))(
    '"%s" fails on a transport that breaks it',
    async (name, clause) => {
      const broken = brokenTransports[name]
      if (broken === undefined) throw new Error(`No broken transport for the clause "${name}"`)
      // By an assertion of its own, never by a slip in the clause.
      await expect(runFaultClause(clause, { ...subject, ...broken })).rejects.toBeInstanceOf(AssertionError)
    },
  )

  it('have a broken transport each', () => {
    expect(Object.keys(brokenTransports).toSorted()).toEqual(faultClauses.map(({ name }) => name).toSorted())
  })
})
