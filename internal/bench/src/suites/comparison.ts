import { client } from '../contenders/layers/client.ts'
import { memcacheClient } from '../contenders/memcache-client.ts'
import { memcache } from '../contenders/memcache.ts'
import { memcached } from '../contenders/memcached.ts'
import { memjs } from '../contenders/memjs.ts'
import { ioredisLike } from '../contenders/redis/ioredis.ts'
import { nodeRedis } from '../contenders/redis/node-redis.ts'
import { valkeyGlide } from '../contenders/redis/valkey-glide.ts'
import { meta } from '../contenders/transports.ts'
import { clients } from './clients.ts'
import type { Suite } from './suite.ts'

const WORKLOADS = new Set(['get', 'set', 'get-10k', 'get-many', 'job-get'])

/** The clients between which an application chooses, over memcached and over Redis. */
export const comparison: Suite = {
  page: '../../docs/comparison',
  part: 'figures',
  marks: [],
  subject: client,
  peers: [memjs, memcached, memcacheClient, memcache, ...ioredisLike, nodeRedis, valkeyGlide],
  others: [meta],
  workloads: clients.workloads.filter(({ name }) => WORKLOADS.has(name)),
  inFlight: [1, 4, 16, 64, 256, 1000],
}
