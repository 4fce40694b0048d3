import type { Contender } from './contender.ts'
import type { Payload } from './payload.ts'
import { jobByHand } from './job-by-hand.ts'

export const memcache: Contender = {
  name: 'memcache 1.10.0',
  minimumNode: [22, 19],
  open: async (addresses) => {
    // Loaded late, since it cannot be loaded on an older Node.
    const { Memcache } = await import('memcache')
    const client = new Memcache({ nodes: [...addresses] })
    const calls = {
      get: (key: string) => client.get(key),
      set: (key: string, { text }: Payload) => client.set(key, text),
      readText: (key: string) => client.get(key),
    }
    return {
      ...calls,
      ...jobByHand(calls),
      getMany: (keys) => client.gets([...keys]),
      readTexts: async (keys) => {
        const found = await client.gets([...keys])
        return keys.map((key) => found.get(key))
      },
      close: () => client.disconnect(),
    }
  },
}
