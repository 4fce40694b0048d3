import type { Contender } from './contender.ts'
import { FloorClient } from './floor-client.ts'
import { jobByHand } from './job-by-hand.ts'

/** The speed that the socket allows: no client can be faster. Uses one server. */
export const floor: Contender = {
  name: 'floor',
  open: async ([address = '']) => {
    const client = await FloorClient.open(address)
    const calls = {
      get: (key: string) => client.get(key),
      set: (key: string, { bytes }: { readonly bytes: Buffer }) => client.set(key, bytes),
      readText: async (key: string) => toText(await client.get(key)),
    }
    return {
      ...calls,
      ...jobByHand(calls),
      getMany: (keys) => client.getMany(keys),
      readTexts: async (keys) => (await client.getMany(keys)).map(toText),
      close: async () => client.close(),
    }
  },
}

function toText(answer: unknown): string | undefined {
  return Buffer.isBuffer(answer) ? answer.toString() : undefined
}
