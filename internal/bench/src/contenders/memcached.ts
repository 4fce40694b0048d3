import Memcached from 'memcached'
import type { Contender } from './contender.ts'
import type { Payload } from './payload.ts'
import { jobByHand } from './job-by-hand.ts'

export const memcached: Contender = {
  name: 'memcached 2.2.2',
  open: async (addresses) => {
    const client = new Memcached([...addresses])
    const calls = {
      get: (key: string) => promise<unknown>((done) => client.get(key, done)),
      set: (key: string, { bytes }: Payload) => promise<boolean>((done) => client.set(key, bytes, 0, done)),
      readText: async (key: string) => toText(await calls.get(key)),
    }
    const getMany = (keys: readonly string[]): Promise<Record<string, unknown>> =>
      promise((done) => client.getMulti([...keys], done))
    return {
      ...calls,
      ...jobByHand(calls),
      getMany,
      readTexts: async (keys) => {
        const found = await getMany(keys)
        return keys.map((key) => toText(found[key]))
      },
      close: async () => client.end(),
    }
  },
}

function promise<T>(start: (done: (error: Error | undefined, answer: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, answer) => {
      if (error) reject(error)
      else resolve(answer)
    })
  })
}

function toText(answer: unknown): string | undefined {
  return Buffer.isBuffer(answer) ? answer.toString() : undefined
}
