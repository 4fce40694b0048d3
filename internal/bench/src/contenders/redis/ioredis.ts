import { Redis } from 'ioredis'
import { Redis as Valkey } from 'iovalkey'
import type { Contender, Session } from '../contender.ts'
import { redisSession } from './redis-session.ts'

/**
 * ioredis and its fork for Valkey. Each as it is by default, and with its option that sends the commands of a
 * tick together.
 */
export const ioredisLike: readonly Contender[] = [
  {
    name: 'ioredis 6.0.0',
    server: 'redis',
    open: async ([address]) => sessionOver(new Redis(`redis://${address}`)),
  },
  {
    name: 'ioredis 6.0.0 auto-pipelining',
    server: 'redis',
    open: async ([address]) => sessionOver(new Redis(`redis://${address}`, { enableAutoPipelining: true })),
  },
  {
    name: 'iovalkey 0.4.0',
    server: 'redis',
    open: async ([address]) => sessionOver(new Valkey(`redis://${address}`)),
  },
  {
    name: 'iovalkey 0.4.0 auto-pipelining',
    server: 'redis',
    open: async ([address]) => sessionOver(new Valkey(`redis://${address}`, { enableAutoPipelining: true })),
  },
]

function sessionOver(client: Redis | Valkey): Session {
  return redisSession({
    get: (key) => client.get(key),
    set: (key, text) => client.set(key, text),
    mget: (keys) => client.mget(keys),
    close: async () => client.disconnect(),
  })
}
