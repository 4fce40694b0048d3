import assert from 'node:assert/strict'
import type { Clause } from '../clause.ts'
import { isRefusal } from '../is-refusal.ts'
import { show } from '../show.ts'

const at = '10.0.0.1:11211'

/** Options as people misspell them, with the servers that they mean. No servers: the meaning is unclear. */
const spellings: readonly [options: unknown, meant?: readonly string[]][] = [
  [at, [at]],
  [[at], [at]],
  [5],
  [null],
  [new Map([['servers', [at]]]), [at]],
  [new URL(`tcp://${at}`), [at]],
  [{ server: at }, [at]],
  [{ host: '10.0.0.1', port: 11211 }, [at]],
  [{ hosts: [at] }, [at]],
  [{ nodes: [at] }, [at]],
  [{ Servers: [at] }, [at]],
  [{ servers: at }, [at]],
  [{ servers: 5 }],
  [{ servers: null }],
  [{ servers: {} }],
  [{ servers: `${at},10.0.0.2:11211` }, [at, '10.0.0.2:11211']],
  [{ servers: [`${at},10.0.0.2:11211`] }, [at, '10.0.0.2:11211']],
  [{ servers: ['a,b'] }, ['a:11211', 'b:11211']],
  [{ servers: [` ${at}`] }, [at]],
  [{ servers: [''] }],
  [{ servers: [' '] }],
  [{ servers: [5] }],
  [{ servers: [{}] }],
  [{ servers: [undefined] }],
  [{ servers: [null] }],
  [{ servers: [[at]] }, [at]],
  [{ servers: [{ host: '10.0.0.1', port: 11211 }] }, [at]],
  [{ servers: [new URL(`tcp://${at}`)] }, [at]],
  [{ servers: ['10.0.0.1:'] }],
  [{ servers: ['10.0.0.1:0'] }],
  [{ servers: ['10.0.0.1:99999'] }],
  [{ servers: ['10.0.0.1:port'] }],
  [{ servers: ['10.0.0.1:11211:1'] }],
  [{ servers: [`redis://${at}`] }],
  [{ servers: [`tcp://${at}`] }, [at]],
  [{ servers: [`user:password@${at}`] }],
  [{ servers: [at], timeout: '1000' }],
  [{ servers: [at], timeout: null }],
  [{ servers: [at], timeoutMs: 5 }],
  [{ servers: [at], tiemout: 5 }],
]

/** Numbers that cannot be a timeout. */
const badTimeouts: readonly number[] = [-1, Number.NaN, Number.NEGATIVE_INFINITY]

export const optionClauses: readonly Clause[] = [
  {
    name: 'misspelled options throw a TypeError, or are read as meant',
    needsConstruct: true,
    async run({ construct }) {
      const misread: string[] = []
      for (const [options, meant] of spellings) {
        try {
          const transport = construct(options)
          const servers = transport.servers.join()
          await transport.close()
          if (servers !== meant?.join()) misread.push(`${show(options)} is read as ${servers}`)
        } catch (error) {
          if (!(error instanceof TypeError)) misread.push(`${show(options)} throws ${String(error)}`)
          else if (error.message.trim() === '') misread.push(`${show(options)} throws an empty message`)
        }
      }
      assert.equal(misread.length, 0, `${misread.length} of ${spellings.length}: ${misread.join('; ')}`)
    },
  },
  {
    name: 'an impossible timeout and an empty list of servers throw a TypeError or a RangeError',
    needsConstruct: true,
    async run({ construct }) {
      for (const options of [{ servers: [] }, ...badTimeouts.map((timeout) => ({ timeout }))])
        assert.throws(() => construct(options), isRefusal, `expected ${show(options)} to be refused`)
    },
  },
]
