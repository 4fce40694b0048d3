import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type Distribution,
  ketama,
  ketamaUnweighted,
  libmemcached,
  rendezvous,
  type WeightedServer,
} from '../../src/distribution/index.ts'

interface KnownAnswers {
  readonly keys: readonly string[]
  readonly cases: readonly {
    readonly distribution: 'ketama' | 'ketamaUnweighted' | 'libmemcached' | 'rendezvous'
    /** Who said so. */
    readonly client: string
    readonly servers: readonly WeightedServer[]
    /** For each key the index of its server, separated by spaces. */
    readonly picks: string
  }[]
}

const { keys, cases }: KnownAnswers = JSON.parse(
  readFileSync(new URL('known-answers.json', import.meta.url), 'utf8'),
)
const distributions: Record<string, Distribution> = { ketama, ketamaUnweighted, libmemcached, rendezvous }

// An answer that changes orphans every item that is stored, here and in the programs in other languages that
// share the servers.
describe.each(cases)('$distribution, as $client says', ({ distribution, client, servers, picks }) => {
  const shown = servers.slice(0, 4).map(({ name, weight }) => `${name} x${weight}`)
  it(`finds the servers of ${keys.length} keys among ${servers.length}: ${shown.join(', ')}`, () => {
    const pick = distributions[distribution]?.(servers)
    expect(pick, `${distribution}, ${client}`).toBeDefined()
    expect(keys.map((key) => pick?.(key)).join(' ')).toBe(picks)
  })
})
