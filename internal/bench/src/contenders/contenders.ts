import type { Contender } from './contender.ts'
import { floor } from './floor.ts'
import { memcacheClient } from './memcache-client.ts'
import { memcache } from './memcache.ts'
import { memcached } from './memcached.ts'
import { memjs } from './memjs.ts'
import { memory, meta, near, transportMemjs } from './transports.ts'

/** All contenders, in the order of the table. */
export const contenders: readonly Contender[] = [
  floor,
  meta,
  transportMemjs,
  memjs,
  memcached,
  memcacheClient,
  memcache,
  near,
  memory,
]
