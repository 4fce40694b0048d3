import { createClient } from 'redis'
import type { Contender } from '../contender.ts'
import { redisSession } from './redis-session.ts'

/** Sends the commands of a tick together, without being asked. */
export const nodeRedis: Contender = {
  name: 'redis 6.3.1',
  server: 'redis',
  open: async ([address]) => {
    const client = await createClient({ url: `redis://${address}` }).connect()
    return redisSession({
      get: (key) => client.get(key),
      set: (key, text) => client.set(key, text),
      mget: (keys) => client.mGet(keys),
      close: () => client.close(),
    })
  },
}
