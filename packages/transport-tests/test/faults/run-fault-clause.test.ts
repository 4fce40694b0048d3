import { describe, expect, it } from 'vitest'
import {
  type FaultClause,
  faultClauses,
  type OpenOptions,
  observeFaultClause,
  runFaultClause,
} from '../../src/faults/index.ts'
import { brokenTransports } from './broken-transports.ts'
import { subject } from './subject.ts'
import { TextTransport } from './text-transport.ts'

function clauseNamed(name: string): FaultClause {
  const clause = faultClauses.find((candidate) => candidate.name === name)
  if (!clause) throw new Error(`No clause "${name}"`)
  return clause
}

describe('runFaultClause', () => {
  it('closes the transports and stops the servers of the clause, also when the clause fails', async () => {
    const opened: TextTransport[] = []
    const addresses: string[] = []
    const clause: FaultClause = {
      name: 'fails',
      run: async (stage) => {
        addresses.push(stage.proxy.address)
        await stage.open()
        throw new Error('as it must')
      },
    }
    const open = (options: {
      servers: readonly string[]
      timeout: number
      connectTimeout: number
    }): TextTransport => {
      const transport = new TextTransport(options)
      opened.push(transport)
      return transport
    }
    await expect(runFaultClause(clause, { ...subject, open })).rejects.toThrow('as it must')
    expect(opened).toHaveLength(1)
    await expect(opened[0]?.get('key')).rejects.toMatchObject({ code: 'closed' })
    const late = new TextTransport({ servers: addresses, timeout: 1000, connectTimeout: 1000 })
    await expect(late.get('key')).rejects.toMatchObject({ code: 'connection' })
    await late.close()
  })

  it('resolves to what was seen', async () => {
    const findings = await runFaultClause(
      clauseNamed('a server that is killed fails the 500 calls in flight, and is used once it is back'),
      subject,
      { rounds: 1, load: 100 },
    )
    expect(findings.resolved).toBeGreaterThan(100)
    expect(findings.rejected.get('connection')).toBeGreaterThanOrEqual(520)
    expect(findings.figures.get('first success after the server is back, ms')).toHaveLength(1)
  })

  // The long form has those that try each bit, or each place in a reply.
  const decisive = faultClauses.filter(
    ({ isDecisive, name }) =>
      isDecisive && (process.env['LMC_LONG'] === '1' || !/any one bit|one extra byte/.test(name)),
  )
  const ofTheWire = decisive.filter(
    ({ needs }) => needs === 'unchecked framing' || needs === 'unnumbered replies',
  )
  it.each(ofTheWire)('excuses wrong answers for a declared lack in "$name"', async (clause) => {
    const { needs } = clause
    const { open = subject.open } = brokenTransports[clause.name] ?? {}
    const findings = await runFaultClause(clause, { ...subject, open, lacks: needs ? [needs] : [] })
    expect(findings.count('wrong')).toBeGreaterThan(0)
  })

  it('lets a clause pass with a declared lack that shows only in another clause', async () => {
    const clause = faultClauses.find(({ name }) => name.startsWith('a reply with any one byte missing'))
    const findings = await runFaultClause(clause ?? clauseNamed('none'), {
      ...subject,
      lacks: ['unchecked framing'],
    })
    expect(findings.count('wrong')).toBe(0)
  })

  it('excuses a transport that declares a single server', async () => {
    const clause = decisive.find(({ needs }) => needs === 'single server')
    const open = ({ servers, ...options }: OpenOptions): TextTransport =>
      new TextTransport({ ...options, servers: servers.slice(0, 1) })
    await runFaultClause(clauseNamed(clause?.name ?? ''), { ...subject, open, lacks: ['single server'] })
  })

  it.each(decisive)('refuses a declared lack that does not show in "$name"', async (clause) => {
    const { needs } = clause
    await expect(runFaultClause(clause, { ...subject, lacks: needs ? [needs] : [] })).rejects.toThrow(
      /remove the lack/,
    )
  })
})

describe('observeFaultClause', () => {
  it('resolves to what was seen and to the error of the clause', async () => {
    const failure = new Error('as it must')
    const clause: FaultClause = {
      name: 'fails',
      run: async (stage) => {
        const traffic = await stage.open()
        await traffic.set('key')
        throw failure
      },
    }
    const { findings, breach } = await observeFaultClause(clause, subject)
    expect(breach).toBe(failure)
    // The call, and the close of the transport.
    expect(findings.resolved).toBe(2)
  })

  it('has no breach for a clause that passes, and a breach for problems among the findings', async () => {
    const quiet: FaultClause = { name: 'is kept', run: async () => undefined }
    expect((await observeFaultClause(quiet, subject)).breach).toBeUndefined()
    const wrong: FaultClause = { name: 'finds', run: async ({ findings }) => findings.report('wrong', 'odd') }
    const { findings, breach } = await observeFaultClause(wrong, subject)
    expect(String(breach)).toContain('wrong: odd')
    expect(findings.count('wrong')).toBe(1)
  })
})
