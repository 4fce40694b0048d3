import { describe, expect, it } from 'vitest'
import type { Item } from '@lmc/transport'
import { CallWatch } from '../../src/faults/call-watch.ts'
import { Findings } from '../../src/faults/findings/findings.ts'
import { Ledger } from '../../src/faults/ledger.ts'
import { Traffic } from '../../src/faults/traffic.ts'
import { ReferenceServer, ReferenceTransport } from '../reference-transport.ts'

/** Returns items without a value: a mistake that an author may make. */
class ForgetsValues extends ReferenceTransport {
  override async get(): Promise<Item | undefined> {
    return JSON.parse('{ "flags": 0 }')
  }
}

function trafficOf(transport: ReferenceTransport): { traffic: Traffic; findings: Findings } {
  const findings = new Findings()
  const watch = new CallWatch(findings, 1000, () => 'while nothing is done')
  return {
    traffic: new Traffic(transport, { ledger: new Ledger(), watch, findings, changedBytes: 0 }),
    findings,
  }
}

describe('Traffic', () => {
  it('reports an item without a value, and goes on', async () => {
    const { traffic, findings } = trafficOf(new ForgetsValues(new ReferenceServer()))
    await traffic.set('key')
    expect((await traffic.get('key')).how).toBe('resolved')
    const text = 'get of key gave an item without a value, while nothing is done'
    expect(findings.problems).toEqual([{ kind: 'wrong', text }])
  })

  it('names the first of many keys in a report', async () => {
    const { traffic, findings } = trafficOf(
      new (class extends ReferenceTransport {
        override getMany(): Promise<Map<string, Item>> {
          return Promise.reject(new Error('broken'))
        }
      })(new ReferenceServer()),
    )
    await traffic.getMany(Array.from({ length: 500 }, (_, index) => `key-${index}`))
    expect(findings.problems[0]?.text).toBe(
      'getMany key-0 key-1 key-2 and 497 more gave Error: broken; expected a TransportError, while nothing is done',
    )
  })
})
