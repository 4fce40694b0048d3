import { Payload } from '../contenders/payload.ts'
import type { Workload } from './workload.ts'
import { getCommand, valueReply } from './exchange.ts'
import { expectSame } from './expect-same.ts'
import { hitsIn } from './hits-in.ts'
import { keysOf, textOf } from './texts.ts'

/** Gets of many existing keys in one call. `count` is a divisor of `KEYS`. */
export function getMany(name: string, title: string, count: number, bytes: number): Workload {
  return {
    name,
    title,
    prepare: async (session, prefix) => {
      const keys = keysOf(prefix, name)
      for (const [i, key] of keys.entries()) await session.set(key, new Payload(textOf(i, bytes)))
      const texts = keys.map((_, i) => textOf(i, bytes))
      const slice = (from: readonly string[], i: number): readonly string[] => {
        const start = (i * count) % from.length
        return from.slice(start, start + count)
      }
      return {
        distinct: keys.length / count,
        call: (i) => session.getMany(slice(keys, i)),
        isWhole: (answer) => hitsIn(answer) === count,
        verify: async (i) => expectSame(await session.readTexts(slice(keys, i)), slice(texts, i)),
        exchange: {
          distinct: keys.length / count,
          command: (i) => slice(keys, i).map(getCommand).join(''),
          reply: (i) => slice(texts, i).map(valueReply).join(''),
        },
      }
    },
  }
}
