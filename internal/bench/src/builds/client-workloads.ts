import type { MemcachedClient } from '@lmc/client'
import { objectOf } from '../workloads/object-of.ts'
import type { BuildWorkload } from './build-workload.ts'
import { inBatches } from './in-batches.ts'

/** The clients of a build. */
export interface Clients {
  readonly plain: MemcachedClient
  /** A client that tracks its keys. */
  readonly tracked: MemcachedClient
}

const KEYS = Array.from({ length: 1000 }, (_, index) => `user:${index}`)
const OBJECTS = Array.from(KEYS, (_, index) => objectOf(index))
const TEXT = 'x'.repeat(100)
const twentyOf = inBatches(KEYS, 20)
const hundredOf = inBatches(KEYS, 100)

const keyOf = (index: number): string => KEYS[index % KEYS.length] as string
const objectAt = (index: number): object => OBJECTS[index % OBJECTS.length] as object

/** Whole calls: the key by md5, an object to or from JSON, the command. Tracked sets are of a short text. */
export const clientWorkloads: readonly BuildWorkload<Clients>[] = [
  { name: 'get', inFlight: 64, calls: 10_000, call: ({ plain }, index) => plain.get(keyOf(index)) },
  {
    name: 'set',
    inFlight: 64,
    calls: 10_000,
    call: ({ plain }, index) => plain.set(keyOf(index), objectAt(index)),
  },
  {
    name: 'getMany of 20',
    inFlight: 64,
    calls: 1000,
    call: ({ plain }, index) => plain.getMany(twentyOf(index)),
  },
  ...[4, 1].map((inFlight): BuildWorkload<Clients> => ({
    name: 'getMany of 100',
    inFlight,
    calls: 250,
    call: ({ plain }, index) => plain.getMany(hundredOf(index)),
  })),
  {
    name: 'tracked set',
    inFlight: 64,
    calls: 10_000,
    call: ({ tracked }, index) => tracked.set(keyOf(index), TEXT),
  },
  { name: 'get', inFlight: 1, calls: 2000, call: ({ plain }, index) => plain.get(keyOf(index)) },
  {
    name: 'set',
    inFlight: 1,
    calls: 2000,
    call: ({ plain }, index) => plain.set(keyOf(index), objectAt(index)),
  },
]

/** Stores the values that the workloads read. */
export async function fillClients({ plain }: Clients): Promise<void> {
  await Promise.all(KEYS.map((key, index) => plain.set(key, objectAt(index))))
}
