import { startMemcached } from '@lmc/memcached-server'
import { MemcachedClient } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import { setTimeout as sleep } from 'node:timers/promises'
import { compareHits } from './compare-hits.ts'
import { countRaces, fills, invalidations, type Race } from './count-races.ts'
import { openTransport } from './open-transport.ts'
import { runStampede, type StampedeFigures } from './run-stampede.ts'
import type { StampedeTask, TransportName } from './stampede-task.ts'

const PROCESSES = 8
const LOAD: Milliseconds = 300
const STALE = { lifetime: 1, staleFor: 600 } as const

/** A row of the table: an experiment over each transport. */
export interface StampedeRow {
  readonly tried: string
  readonly owed: string
  /** Resolves to the result in words. */
  readonly run: (transport: TransportName) => Promise<string>
}

interface Stampede extends Partial<StampedeTask> {
  /** Absent: 8. */
  readonly processes?: number
  readonly killsFirst?: boolean
  /** Whether there is a stale value at the beginning. */
  readonly isStale?: boolean
  readonly isDown?: boolean
}

async function stampede(
  transport: TransportName,
  { processes = PROCESSES, killsFirst = false, isStale = false, isDown = false, ...own }: Stampede,
): Promise<StampedeFigures> {
  const server = await startMemcached()
  if (isStale) {
    const cache = new MemcachedClient({ transport: openTransport(transport, server.address) })
    await cache.getOrSet('key', () => 'stale', STALE)
    await cache.close()
    await sleep(STALE.lifetime * 1000)
  }
  if (isDown) await server.stop()
  const task = { transport, server: server.address, callers: 100, duration: LOAD, options: {}, ...defaults }
  const figures = await runStampede(processes, { ...task, ...own }, killsFirst)
  if (!isDown) await server.stop()
  return figures
}

const defaults = { fails: false, bytes: 100, time: 0, isByHand: false }

const loads = ({ loads: count }: StampedeFigures): string => `${count} load${count === 1 ? '' : 's'}`
const slowest = ({ slowest: time }: StampedeFigures): string => `slowest ${Math.ceil(time)} ms`
const rejected = ({ rejected: count, calls }: StampedeFigures): string =>
  `${count} of ${calls.toLocaleString('en')} rejected`

function rowOf(
  tried: string,
  owed: string,
  options: Stampede,
  ...figures: readonly ((figures: StampedeFigures) => string)[]
): StampedeRow {
  const run = async (transport: TransportName): Promise<string> => {
    const seen = await stampede(transport, options)
    return figures.map((figure) => figure(seen)).join('; ')
  }
  return { tried, owed, run }
}

function raceOf(tried: string, owed: string, race: Race): StampedeRow {
  const run = async (transport: TransportName): Promise<string> => {
    const server = await startMemcached()
    const kept = await countRaces(transport, server.address, race)
    await server.stop()
    return `${kept} old values kept`
  }
  return { tried, owed, run }
}

export const stampedeRows: readonly StampedeRow[] = [
  rowOf(
    '8 processes with 100 callers each, cold key, load of 300 ms',
    '1 load; slowest <= 600 ms',
    {},
    loads,
    slowest,
  ),
  rowOf('the same by `get`, load, `set`', '', { isByHand: true }, loads, slowest),
  rowOf(
    'the process that loads is killed, lease of 2 s',
    '2 loads; slowest <= 3,000 ms',
    { killsFirst: true, options: { lease: 2 } },
    loads,
    slowest,
  ),
  rowOf('no server', '8 loads, no call fails; <= 400 ms', { isDown: true }, loads, rejected, slowest),
  raceOf('500 races against `invalidate`', '0 old values kept', {
    fill: fills.getOrSet,
    invalidate: invalidations.invalidate,
  }),
  raceOf('500 races against `invalidateDependents`', '0 old values kept', {
    fill: fills.getOrSet,
    invalidate: invalidations.invalidateDependents,
  }),
  raceOf('500 races of `get`, load, `set`', '', { fill: fills.byHand, invalidate: invalidations.invalidate }),
  rowOf('the load fails', 'all reject; <= 900 ms', { fails: true }, loads, rejected, slowest),
  rowOf(
    'a value of 2 MiB, too large to be stored',
    'all callers get it; <= 2,000 ms',
    { bytes: 2 ** 21 },
    loads,
    rejected,
    slowest,
  ),
  rowOf(
    'stale value, 50 callers in one process',
    '1 load; <= 10 ms each',
    { isStale: true, processes: 1, callers: 50, options: STALE },
    loads,
    slowest,
  ),
  rowOf(
    'stale value, 8 processes with 50 callers each',
    '1 load',
    { isStale: true, callers: 50, options: STALE },
    loads,
    slowest,
  ),
  rowOf(
    'the load fails for 5 s, stale value, lease of 1 s',
    'at most 1 load per lease, no call fails',
    { isStale: true, callers: 5, options: { ...STALE, lease: 1 }, fails: true, time: 5000 },
    loads,
    rejected,
    slowest,
  ),
  {
    tried: 'hits of `getOrSet` per second, as a share of `get`, 64 in flight',
    owed: '>= 0.9',
    run: async (transport) => {
      const server = await startMemcached()
      const ratio = await compareHits(transport, server.address)
      await server.stop()
      return ratio.toFixed(2)
    },
  },
]
