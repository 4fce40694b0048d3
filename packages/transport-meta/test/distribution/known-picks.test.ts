import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as distributions from '../../src/distribution/index.ts'
import type { Distribution, WeightedServer } from '../../src/distribution/index.ts'

interface KnownPicks {
  readonly cases: readonly {
    readonly distribution: string
    /** Who said so. */
    readonly client: string
    readonly servers: readonly WeightedServer[]
    /** For each key the index of its server, as one digit to the base 36. */
    readonly picks: string
  }[]
}

// Written by `npm run interop:answers`, which asks the real clients.
const { cases }: KnownPicks = JSON.parse(readFileSync(new URL('known-picks.json', import.meta.url), 'utf8'))

/** The keys that they were asked for: those of `internal/interop/src/fleets.ts`. */
const keys: readonly string[] = [
  ...Array.from({ length: 1000 }, (_, index) => createHash('md5').update(String(index)).digest('hex')),
  ...Array.from({ length: 800 }, (_, index) => `user:${index}`),
  ...Array.from({ length: 200 }, (_, index) => `ключ:${index}`),
]

const byName = distributions as unknown as Readonly<Record<string, Distribution>>

// An answer that changes orphans every item that is stored, here and in the programs in other languages that
// share the servers.
describe.each(cases)('$distribution, as $client says', ({ distribution, client, servers, picks }) => {
  const [first] = servers
  it(`finds the servers of all of ${keys.length} keys among ${servers.length}, ${first?.name} the first`, () => {
    const pick = byName[distribution]?.(servers)
    expect(pick, `${distribution}, ${client}`).toBeDefined()
    expect(keys.map((key) => pick?.(key).toString(36)).join('')).toBe(picks)
  })
})

describe('the known picks', () => {
  it.each([...new Set(cases.map(({ client }) => client))])('have five fleets of %s', (client) => {
    const own = cases.filter((one) => one.client === client)
    expect(own.length).toBeGreaterThanOrEqual(5)
    for (const { picks } of own) expect(picks).toHaveLength(2000)
  })
})
