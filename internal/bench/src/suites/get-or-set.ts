import { cacheableGetOrSet } from '../contenders/layers/cacheable.ts'
import { client, clientGetOrSet, clientStaleFor } from '../contenders/layers/client.ts'
import { meta } from '../contenders/transports.ts'
import { clients } from './clients.ts'
import type { Suite } from './suite.ts'

const WORKLOADS = new Set(['get', 'job-get'])

/** Hits of `getOrSet`, beside what it stands on. */
export const getOrSet: Suite = {
  page: 'layers',
  part: 'get-or-set',
  marks: [meta, client],
  subject: clientGetOrSet,
  peers: [cacheableGetOrSet],
  others: [clientStaleFor],
  workloads: clients.workloads.filter(({ name }) => WORKLOADS.has(name)),
  inFlight: [1, 64],
}
