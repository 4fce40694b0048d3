import { Client } from 'memjs'
import type { Contender } from './contender.ts'
import type { Payload } from './payload.ts'
import { jobByHand } from './job-by-hand.ts'

export const memjs: Contender = {
  name: 'memjs 1.3.2',
  open: async (addresses) => {
    const client = Client.create(addresses.join(','))
    const calls = {
      get: (key: string) => client.get(key),
      set: (key: string, { bytes }: Payload) => client.set(key, bytes, {}),
      readText: async (key: string) => (await client.get(key)).value?.toString(),
    }
    return {
      ...calls,
      ...jobByHand(calls),
      getMany: (keys) => Promise.all(keys.map((key) => client.get(key))),
      readTexts: (keys) => Promise.all(keys.map(calls.readText)),
      close: async () => client.close(),
    }
  },
}
