import { floor } from '../contenders/floor.ts'
import { limit } from '../contenders/limit.ts'
import { memcacheClient } from '../contenders/memcache-client.ts'
import { memcache } from '../contenders/memcache.ts'
import { memcached } from '../contenders/memcached.ts'
import { memjs } from '../contenders/memjs.ts'
import { promise } from '../contenders/promise.ts'
import { memory, meta, near, transportMemjs } from '../contenders/transports.ts'
import { get } from '../workloads/get.ts'
import { getMany } from '../workloads/get-many.ts'
import { loadObject } from '../workloads/load-object.ts'
import { set } from '../workloads/set.ts'
import { storeObject } from '../workloads/store-object.ts'
import type { Workload } from '../workloads/workload.ts'
import type { Suite } from './suite.ts'

const small: Workload = get('get', 'get 100 B', 100)

/** The bare calls of all clients. */
export const clients: Suite = {
  page: 'results',
  marks: [limit, floor],
  subject: meta,
  peers: [memjs, memcached, memcacheClient, memcache],
  others: [transportMemjs, near, memory, promise],
  workloads: [
    small,
    set('set', 'set 100 B', 100),
    get('get-10k', 'get 10 KB', 10_240),
    set('set-10k', 'set 10 KB', 10_240),
    getMany('get-many', 'getMany of 100 x 100 B', 100, 100),
    loadObject,
    storeObject,
  ],
  inFlight: [1, 4, 16, 64, 256, 1000],
  plotted: small,
  measuresImports: true,
}
