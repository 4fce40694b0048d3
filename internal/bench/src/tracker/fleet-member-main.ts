import { performance } from 'node:perf_hooks'
import { MemcachedClient } from '@lmc/client'
import { CountingTransport } from './index-traffic.ts'
import {
  FLEET_KEYS,
  FLEET_NAMESPACE,
  type FleetMember,
  type FleetResult,
  type FleetTask,
  IN_FLIGHT_EACH,
} from './fleet-task.ts'
import { keyOf, VALUE } from './open-cache.ts'

// One process of a fleet: sets keys of the fleet's namespace for as long as it is told to.

const TIMED_EVERY = 16

/** So many sets of each kind come before the first round. */
const WARM_UP = 30_000

const { servers, member, members }: FleetMember = JSON.parse(process.argv[2] ?? '')
const open = (trackKeys: boolean): { cache: MemcachedClient; transport: CountingTransport } => {
  const transport = new CountingTransport({ servers, timeout: 10_000 })
  const cache = new MemcachedClient({
    transport,
    trackKeys,
    failures: 'throw',
    defaultNamespace: trackKeys ? FLEET_NAMESPACE : 'untracked',
  })
  return { cache, transport }
}
const [plain, tracked] = [open(false), open(true)]
let next = member

async function perform({ trackKeys, milliseconds }: FleetTask): Promise<FleetResult> {
  const { cache, transport } = trackKeys ? tracked : plain
  Object.assign(transport.traffic, { read: 0, written: 0, won: 0, lost: 0 })
  const latencies: number[] = []
  let [sets, failures] = [0, 0]
  const end = performance.now() + milliseconds
  const lane = async (): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      const key = keyOf(next % FLEET_KEYS)
      next += members
      const isTimed = sets++ % TIMED_EVERY === 0
      await cache.set(key, VALUE).catch(() => failures++)
      const then = performance.now()
      if (isTimed) latencies.push(then - now)
      now = then
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT_EACH }, lane))
  return { sets, failures, latencies, traffic: { ...transport.traffic } }
}

process.on('message', (message: FleetTask) => {
  void perform(message).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
// Processes of a fleet have run for long: what is compiled late is no part of what is measured.
for (let set = 0; set < WARM_UP; set += IN_FLIGHT_EACH) {
  for (const { cache } of [plain, tracked]) {
    const keys = Array.from({ length: IN_FLIGHT_EACH }, (_, i) => keyOf(set + i))
    await Promise.all(keys.map((key) => cache.set(key, VALUE, { namespace: `warm ${member}` })))
  }
}
process.send?.('ready')
