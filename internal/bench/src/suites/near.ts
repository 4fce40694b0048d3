import { layeredCacheable, layeredCacheableGetOrSet } from '../contenders/layers/cacheable.ts'
import { client, nearClient, nearClientGetOrSet } from '../contenders/layers/client.ts'
import { near as nearTransport } from '../contenders/transports.ts'
import { clients } from './clients.ts'
import type { Suite } from './suite.ts'

const WORKLOADS = new Set(['get', 'job-get'])

/** The memory of this process in front of memcached, beside what it stands on. */
export const near: Suite = {
  page: 'layers',
  part: 'near',
  marks: [client, nearTransport],
  subject: nearClient,
  peers: [layeredCacheable, layeredCacheableGetOrSet],
  others: [nearClientGetOrSet],
  workloads: clients.workloads.filter(({ name }) => WORKLOADS.has(name)),
  inFlight: [1, 64],
}
