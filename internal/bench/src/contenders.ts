import type { Contender } from './contender.ts'
import { floor } from './contenders/floor.ts'
import { memcacheClient } from './contenders/memcache-client.ts'
import { memcache } from './contenders/memcache.ts'
import { memcached } from './contenders/memcached.ts'
import { memjs } from './contenders/memjs.ts'
import { memory, meta, transportMemjs } from './contenders/transports.ts'

/** All that are measured, in the order of the table. */
export const contenders: readonly Contender[] = [
  floor,
  meta,
  transportMemjs,
  memjs,
  memcached,
  memcacheClient,
  memcache,
  memory,
]
