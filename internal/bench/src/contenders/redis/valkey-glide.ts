import { GlideClient } from '@valkey/valkey-glide'
import type { Contender } from '../contender.ts'
import { redisSession } from './redis-session.ts'

/** A binding to a core in Rust, with a thread of its own. */
export const valkeyGlide: Contender = {
  name: 'valkey-glide 2.5.2',
  server: 'redis',
  open: async ([address]) => {
    const { hostname, port } = new URL(`redis://${address}`)
    const client = await GlideClient.createClient({
      addresses: [{ host: hostname, port: Number(port) }],
      // Its default is 250 ms, which a round on a busy machine may need.
      requestTimeout: 10_000,
    })
    return redisSession({
      get: (key) => client.get(key),
      set: (key, text) => client.set(key, text),
      mget: (keys) => client.mget(keys),
      close: async () => client.close(),
    })
  },
}
