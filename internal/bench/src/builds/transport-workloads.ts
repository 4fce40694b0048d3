import type { Transport } from '@lmc/transport'
import type { BuildWorkload } from './build-workload.ts'
import { inBatches } from './in-batches.ts'

const VALUE = new Uint8Array(200).fill(0x76)
const KEYS = Array.from({ length: 1000 }, (_, index) => `key:${index}`)
const twentyOf = inBatches(KEYS, 20)
const hundredOf = inBatches(KEYS, 100)

const keyOf = (index: number): string => KEYS[index % KEYS.length] as string

export const transportWorkloads: readonly BuildWorkload<Transport>[] = [
  { name: 'get', inFlight: 64, calls: 20_000, call: (transport, index) => transport.get(keyOf(index)) },
  {
    name: 'set',
    inFlight: 64,
    calls: 20_000,
    call: (transport, index) => transport.set(keyOf(index), VALUE, { lifetime: 600 }),
  },
  {
    name: 'getMany of 20',
    inFlight: 64,
    calls: 1500,
    call: (transport, index) => transport.getMany(twentyOf(index)),
  },
  ...[4, 1].map((inFlight): BuildWorkload<Transport> => ({
    name: 'getMany of 100',
    inFlight,
    calls: 500,
    call: (transport, index) => transport.getMany(hundredOf(index)),
  })),
  { name: 'get', inFlight: 1, calls: 2000, call: (transport, index) => transport.get(keyOf(index)) },
]

/** Stores the values that the workloads read. */
export async function fillTransport(transport: Transport): Promise<void> {
  await Promise.all(KEYS.map((key) => transport.set(key, VALUE)))
}
