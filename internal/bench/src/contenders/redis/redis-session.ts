import { jobByHand } from '../job-by-hand.ts'
import type { Session } from '../contender.ts'

/** What all clients for Redis have in common, under one name. */
export interface RedisCalls {
  /** Resolves to `null` on a miss. */
  readonly get: (key: string) => Promise<unknown>
  readonly set: (key: string, text: string) => Promise<unknown>
  readonly mget: (keys: string[]) => Promise<readonly unknown[]>
  readonly close: () => Promise<unknown>
}

/** A session over a client for Redis, whose answers are strings. */
export function redisSession({ get, set, mget, close }: RedisCalls): Session {
  const calls = {
    get,
    set: (key: string, { text }: { readonly text: string }) => set(key, text),
    readText: async (key: string) => toText(await get(key)),
  }
  return {
    ...calls,
    ...jobByHand(calls),
    getMany: (keys) => mget([...keys]),
    readTexts: async (keys) => (await mget([...keys])).map(toText),
    close: async () => void (await close()),
  }
}

function toText(answer: unknown): string | undefined {
  return typeof answer === 'string' ? answer : undefined
}
