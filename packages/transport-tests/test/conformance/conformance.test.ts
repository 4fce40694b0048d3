import { AssertionError } from 'node:assert/strict'
import { describe, expect, it } from 'vitest'
import { clauses, runClause, type Subject, testTransport } from '../../src/conformance/index.ts'
import { type CasItem, type Item, TransportError } from '@lmc/transport'
import { constructReference, ReferenceServer, ReferenceTransport } from '../reference-transport.ts'
import { brokenTransports } from './broken-transports.ts'

function subjectOf(create: (server: ReferenceServer) => ReferenceTransport): Subject {
  const server = new ReferenceServer()
  return { open: () => create(server), elapse: (seconds) => void (server.now += seconds) }
}

/** Returns items without a value: a mistake that an author may make. */
class ForgetsValues extends ReferenceTransport {
  override async get(key: string): Promise<Item | undefined> {
    return (await super.get(key)) && JSON.parse('{ "flags": 0 }')
  }
  override async gets(key: string): Promise<CasItem | undefined> {
    return (await super.gets(key)) && JSON.parse('{ "flags": 0, "cas": "1" }')
  }
  override async getMany(keys: readonly string[]): Promise<Map<string, Item>> {
    return new Map([...(await super.getMany(keys)).keys()].map((key) => [key, JSON.parse('{ "flags": 0 }')]))
  }
}

// A clause fails by an assertion of its own or by what the transport rejected with, never by a slip in the
// clause.
const isRefutation = (error: unknown): boolean =>
  error instanceof AssertionError || error instanceof TransportError

testTransport('ReferenceTransport', {
  describe,
  it,
  ...subjectOf((server) => new ReferenceTransport(server)),
  construct: constructReference,
})

describe('clauses', () => {
  it('have unique names', () => {
    expect(new Set(clauses.map(({ name }) => name)).size).toBe(clauses.length)
  })

  it.each(clauses.map((clause) => [clause.name, clause] as const))(
    '"%s" fails on a transport that breaks it',
    async (name, clause) => {
      const broken = brokenTransports[name]
      if (broken === undefined) throw new Error(`No broken transport for the clause "${name}"`)
      const subject =
        typeof broken === 'function'
          ? subjectOf(broken)
          : { ...subjectOf((server) => new ReferenceTransport(server)), ...broken }
      await expect(runClause(clause, subject)).rejects.toSatisfy(isRefutation)
    },
  )

  it.each(clauses.map((clause) => [clause.name, clause] as const))(
    '"%s" fails by an assertion, if it fails, on a transport whose items hold no value',
    async (_, clause) => {
      const subject = { ...subjectOf((server) => new ForgetsValues(server)), construct: constructReference }
      const breach = await runClause(clause, subject).catch((error: unknown) => error)
      expect(breach === undefined || isRefutation(breach), String(breach)).toBe(true)
    },
  )

  it('have a broken transport each', () => {
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

  it('tells what the clause has found, and not what closing finds behind it', async () => {
    class CannotClose extends ReferenceTransport {
      override async close(): Promise<void> {
        throw new Error('close() is not implemented yet')
      }
    }
    const subject = subjectOf((server) => new CannotClose(server))
    const clause = (run: () => Promise<void>): Parameters<typeof runClause>[0] => ({ name: 'any', run })
    const failing = clause(async () => Promise.reject(new Error('get() is not implemented yet')))
    await expect(runClause(failing, subject)).rejects.toThrow('get() is not implemented yet')
    await expect(
      runClause(
        clause(async () => undefined),
        subject,
      ),
    ).rejects.toThrow('close() is not')
  })
})
