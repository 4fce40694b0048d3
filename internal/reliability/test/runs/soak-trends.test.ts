import { describe, expect, it } from 'vitest'
import type { Sample } from '../../src/clients/sample.ts'
import { soakTrends } from '../../src/runs/soak-trends.ts'

const usual: Sample = {
  heap: 10_000_000,
  objects: 6_000_000,
  external: 5_000_000,
  resources: 30,
  sockets: 12,
  clients: 4,
  processListeners: 13,
  socketListeners: 7,
}

/** The growing figures, when these differ from the usual ones in the last third. */
function growing(late: Partial<Sample>): string[] {
  const samples = Array.from({ length: 30 }, (_, index) => (index < 20 ? usual : { ...usual, ...late }))
  return soakTrends(samples)
    .filter(({ grows }) => grows)
    .map(({ name }) => name)
}

describe('soakTrends', () => {
  it.each<[late: Partial<Sample>, names: string[]]>([
    [{}, []],
    [{ heap: 12_500_000 }, []],
    [{ heap: 12_700_000 }, ['bytes of heap after gc']],
    [{ objects: 7_100_000 }, []],
    [{ objects: 7_200_000 }, ['of these, without code']],
    [{ external: 6_200_000 }, ['bytes of buffers after gc']],
    [{ resources: 35 }, []],
    [{ resources: 36 }, ['active resources']],
    [{ sockets: 16 }, ['open sockets']],
    [{ clients: 6 }, []],
    [{ clients: 7 }, ['clients, also closed ones']],
    [{ processListeners: 14 }, ['listeners on process']],
    [{ socketListeners: 8 }, ['listeners on a socket, at most']],
    [
      {
        heap: 1,
        objects: 1,
        external: 1,
        resources: 1,
        sockets: 0,
        clients: 0,
        processListeners: 1,
        socketListeners: 0,
      },
      [],
    ],
  ])('of samples with %j in the last third, %j grow', (late, names) => {
    expect(growing(late)).toEqual(names)
  })
})
