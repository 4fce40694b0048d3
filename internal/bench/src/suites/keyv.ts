import { keyvMemcache, keyvMemcached } from '../contenders/keyv.ts'
import { client } from '../contenders/layers/client.ts'
import { clients } from './clients.ts'
import type { Suite } from './suite.ts'

const WORKLOADS = new Set(['get', 'set', 'get-many'])

/** Keyv over two stores for memcached. */
export const keyv: Suite = {
  page: 'keyv',
  marks: [client],
  subject: keyvMemcached,
  peers: [keyvMemcache],
  others: [],
  workloads: clients.workloads.filter(({ name }) => WORKLOADS.has(name)),
  inFlight: [1, 64],
}
