import type { Run, Workload } from './workload.ts'
import { get } from './get.ts'
import { getMany } from './get-many.ts'
import { loadObject } from './load-object.ts'
import { set } from './set.ts'
import { storeObject } from './store-object.ts'

/** The workload of the plot, over these numbers of calls in flight. */
export const PLOTTED = 'get'
const PLOTTED_IN_FLIGHT = [1, 4, 16, 64, 256, 1000]

const gets: Workload = get(PLOTTED, 'get 100 B', 100)

/** All runs, in the order of the table. */
export const runs: readonly Run[] = [
  ...PLOTTED_IN_FLIGHT.map((inFlight) => ({ workload: gets, inFlight })),
  ...[
    set('set', 'set 100 B', 100),
    get('get-10k', 'get 10 KB', 10_240),
    set('set-10k', 'set 10 KB', 10_240),
    getMany('get-many', 'getMany of 100 x 100 B', 100, 100),
    loadObject,
    storeObject,
  ].map((workload) => ({ workload, inFlight: 64 })),
]
