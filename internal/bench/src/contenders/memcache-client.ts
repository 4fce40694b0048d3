import { MemcacheClient } from 'memcache-client'
import type { Contender } from './contender.ts'
import type { Payload } from './payload.ts'
import { jobByHand } from './job-by-hand.ts'

export const memcacheClient: Contender = {
  name: 'memcache-client 1.0.5',
  asksAnyServer: true,
  open: async (addresses) => {
    const servers = addresses.map((server) => ({ server, maxConnections: 1 }))
    const client = new MemcacheClient({ server: { servers } })
    const calls = {
      get: (key: string) => client.get<Buffer>(key),
      // Its default lifetime is a minute, and a run takes longer.
      set: (key: string, { bytes }: Payload) => client.set(key, bytes, { lifetime: 0 }),
      readText: async (key: string) => (await calls.get(key))?.value.toString(),
    }
    return {
      ...calls,
      ...jobByHand(calls),
      getMany: (keys) => client.get([...keys]),
      readTexts: async (keys) => {
        const found = await client.get<Record<string, { value: Buffer; tokens: string[] }>>([...keys])
        return keys.map((key) => found[key]?.value.toString())
      },
      close: async () => client.shutdown(),
    }
  },
}
