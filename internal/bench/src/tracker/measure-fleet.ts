import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { startMemcached } from '@lmc/memcached-server'
import { median, quantile, textTable } from '@lmc/report'
import type { Milliseconds } from '@lmc/transport'
import type { Effort } from './effort.ts'
import {
  FLEET_KEYS,
  FLEET_NAMESPACE,
  type FleetMember,
  type FleetResult,
  type FleetTask,
} from './fleet-task.ts'
import type { IndexTraffic } from './index-traffic.ts'
import { keyOf, openCache } from './open-cache.ts'

/** What sets of some processes come to, all together; medians of the rounds. */
export interface FleetFigures {
  readonly members: number
  readonly servers: number
  readonly untracked: number
  readonly tracked: number
  readonly ratio: number
  readonly untrackedP99: Milliseconds
  readonly trackedP99: Milliseconds
  /** Of all rounds. */
  readonly traffic: IndexTraffic
  readonly failures: number
  /** How many keys of the namespace are there, and how many of those are not listed. */
  readonly keys: number
  readonly unlisted: number
}

interface Round {
  readonly setsPerSecond: number
  readonly p99: Milliseconds
  readonly failures: number
  readonly traffic: IndexTraffic
}

export async function measureFleet(
  members: number,
  serverCount: number,
  { fleetRounds, fleetMilliseconds }: Effort,
): Promise<FleetFigures> {
  const servers = await Promise.all(
    Array.from({ length: serverCount }, () => startMemcached({ args: ['-m', '1024', '-c', '4096'] })),
  )
  const addresses = servers.map(({ address }) => address)
  const fleet: ChildProcess[] = []
  // One after the other, for each warms up at its start.
  for (let member = 0; member < members; member++)
    fleet.push(await start({ servers: addresses, member, members }))
  const rounds: Record<'untracked' | 'tracked', Round[]> = { untracked: [], tracked: [] }
  for (let round = -1; round < fleetRounds; round++) {
    for (const trackKeys of round % 2 === 0 ? [false, true] : [true, false]) {
      const outcome = await runRound(fleet, { trackKeys, milliseconds: fleetMilliseconds })
      if (round >= 0) rounds[trackKeys ? 'tracked' : 'untracked'].push(outcome)
    }
  }
  const listed = await countListed(addresses)
  await Promise.all(fleet.map(stop))
  await Promise.all(servers.map((server) => server.stop()))
  const { untracked, tracked } = rounds
  const medianOf = (all: readonly Round[], figure: 'setsPerSecond' | 'p99'): number =>
    median(all.map((one) => one[figure]))
  return {
    members,
    servers: serverCount,
    untracked: medianOf(untracked, 'setsPerSecond'),
    tracked: medianOf(tracked, 'setsPerSecond'),
    ratio: median(
      tracked.map(({ setsPerSecond }, i) => setsPerSecond / (untracked[i]?.setsPerSecond ?? NaN)),
    ),
    untrackedP99: medianOf(untracked, 'p99'),
    trackedP99: medianOf(tracked, 'p99'),
    traffic: sumOf(tracked.map(({ traffic }) => traffic)),
    failures: [...untracked, ...tracked].reduce((sum, { failures }) => sum + failures, 0),
    ...listed,
  }
}

export function fleetTable(all: readonly FleetFigures[]): string {
  const heads = [
    'servers',
    'processes',
    'untracked',
    'tracked',
    'ratio',
    'p99 untracked',
    'p99 tracked',
    'MB read / written',
    'cas won / lost',
    'failures',
    'keys',
    'unlisted',
  ]
  const whole = (figure: number): string => Math.round(figure).toLocaleString('en')
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
  const rows = all.map((one) => [
    String(one.servers),
    String(one.members),
    whole(one.untracked),
    whole(one.tracked),
    one.ratio.toFixed(2),
    `${one.untrackedP99.toFixed(1)} ms`,
    `${one.trackedP99.toFixed(1)} ms`,
    `${megabytes(one.traffic.read)} / ${megabytes(one.traffic.written)}`,
    `${whole(one.traffic.won)} / ${whole(one.traffic.lost)}`,
    whole(one.failures),
    whole(one.keys),
    whole(one.unlisted),
  ])
  return textTable(heads, rows)
}

async function start(member: FleetMember): Promise<ChildProcess> {
  const child = fork(new URL('fleet-member-main.js', import.meta.url), [JSON.stringify(member)])
  await once(child, 'message')
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

async function runRound(fleet: readonly ChildProcess[], task: FleetTask): Promise<Round> {
  const answers = fleet.map(async (child): Promise<FleetResult> => {
    const answer = once(child, 'message')
    child.send(task)
    const [result] = await answer
    return result as FleetResult
  })
  const results = await Promise.all(answers)
  const sets = results.reduce((sum, result) => sum + result.sets, 0)
  return {
    setsPerSecond: (sets / task.milliseconds) * 1000,
    p99: quantile(
      results.flatMap(({ latencies }) => latencies),
      0.99,
    ),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
    traffic: sumOf(results.map(({ traffic }) => traffic)),
  }
}

async function countListed(
  servers: readonly string[],
): Promise<{ readonly keys: number; readonly unlisted: number }> {
  const cache = openCache(servers, { trackKeys: true })
  const all = Array.from({ length: FLEET_KEYS }, (_, i) => keyOf(i))
  const namespace = FLEET_NAMESPACE
  const there = await cache.getMany(all, { namespace })
  const listed = new Set(await cache.keys(namespace))
  const unlisted = [...there.keys()].filter((key) => !listed.has(key))
  await cache.close()
  return { keys: there.size, unlisted: unlisted.length }
}

function sumOf(all: readonly IndexTraffic[]): IndexTraffic {
  const sum: IndexTraffic = { read: 0, written: 0, won: 0, lost: 0 }
  for (const { read, written, won, lost } of all) {
    sum.read += read
    sum.written += written
    sum.won += won
    sum.lost += lost
  }
  return sum
}
