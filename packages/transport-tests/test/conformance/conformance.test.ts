import { AssertionError } from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import { clauses, runClause, type Subject, testTransport } from '../../src/conformance/index.ts'
import { TransportError } from '@lmc/transport'
import { ReferenceServer, ReferenceTransport } from '../reference-transport.ts'
import { brokenTransports } from './broken-transports.ts'

function subjectOf(create: (server: ReferenceServer) => ReferenceTransport): Subject {
  const server = new ReferenceServer()
  return { open: () => create(server), elapse: (seconds) => void (server.now += seconds) }
}

// A clause fails by an assertion of its own or by what the transport rejected with, never by a slip in the clause.
const isRefutation = (error: unknown): boolean =>
  error instanceof AssertionError || error instanceof TransportError

testTransport('ReferenceTransport', {
  describe,
  it,
  ...subjectOf((server) => new ReferenceTransport(server)),
})

describe('clauses', () => {
  it('have names of their own', () => {
    expect(new Set(clauses.map(({ name }) => name)).size).toBe(clauses.length)
  })

  it.each(clauses.map((clause) => [clause.name, clause] as const))(
    '"%s" fails on a transport that breaks it',
    async (name, clause) => {
      const create = brokenTransports[name]
      if (create === undefined) throw new Error(`No broken transport for the clause "${name}"`)
      await expect(runClause(clause, subjectOf(create))).rejects.toSatisfy(isRefutation)
    },
  )

  it('are all that the broken transports are named after', () => {
    expect(Object.keys(brokenTransports).toSorted()).toEqual(clauses.map(({ name }) => name).toSorted())
  })
})

describe('runClause', () => {
  it('closes every transport that the clause opened, also when the clause fails', async () => {
    const opened: ReferenceTransport[] = []
    const subject = subjectOf((server) => {
      const transport = new ReferenceTransport(server)
      opened.push(transport)
      return transport
    })
    const clause = {
      name: 'fails',
      run: async ({ open }: { open: () => Promise<unknown> }) => {
        await open()
        throw new Error('as it must')
      },
    }
    await expect(runClause(clause, subject)).rejects.toThrow('as it must')
    expect(opened).toHaveLength(2)
    for (const transport of opened)
      await expect(transport.get('key')).rejects.toMatchObject({ code: 'closed' })
  })
})
