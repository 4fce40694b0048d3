import { setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/memcached-server'
import type { FaultClause, FaultSubject } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import { open } from '../../src/scenarios/contenders/memjs-transport.ts'
import { playScenarios } from '../../src/scenarios/play-scenarios.ts'

const subject: FaultSubject = {
  open,
  startServer: async (port) => startMemcached(port === undefined ? {} : { port }),
  program: new URL('unused.mjs', import.meta.url),
  lacks: ['unchecked framing'],
}

const clauses: readonly FaultClause[] = [
  {
    name: 'is kept',
    run: async (stage) => {
      const traffic = await stage.open({ timeout: 10_000 })
      await traffic.set('key')
    },
  },
  {
    name: 'is not kept',
    needs: 'unchecked framing',
    run: async () => {
      throw new Error('as it must')
    },
  },
  { name: 'comes after it all the same', run: async () => sleep(1) },
]

describe('playScenarios', () => {
  it('runs all clauses, also after a broken one, and reports each', async () => {
    const told: string[] = []
    const scenarios = await playScenarios({
      subject,
      clauses,
      effort: { rounds: 1, load: 1 },
      onScenario: ({ clause }) => told.push(clause.name),
    })
    expect(told).toEqual(clauses.map(({ name }) => name))
    expect(scenarios.map(({ breach }) => breach !== undefined)).toEqual([false, true, false])
    expect(scenarios.map(({ isLacking }) => isLacking)).toEqual([false, true, false])
    expect(scenarios[0]?.findings.resolved).toBe(2)
  })
})
