import { Payload } from '../contenders/payload.ts'
import type { Workload } from './workload.ts'
import { getCommand, valueReply } from './exchange.ts'
import { expectSame } from './expect-same.ts'
import { isHit } from './hits-in.ts'
import { keysOf, textOf } from './texts.ts'

/** Gets of existing keys. */
export function get(name: string, title: string, bytes: number): Workload {
  return {
    name,
    title,
    prepare: async (session, prefix) => {
      const keys = keysOf(prefix, name)
      for (const [i, key] of keys.entries()) await session.set(key, new Payload(textOf(i, bytes)))
      const keyOf = (i: number): string => keys[i % keys.length] ?? ''
      return {
        distinct: keys.length,
        call: (i) => session.get(keyOf(i)),
        isWhole: isHit,
        verify: async (i) => expectSame(await session.readText(keyOf(i)), textOf(i % keys.length, bytes)),
        exchange: {
          distinct: keys.length,
          command: (i) => getCommand(keyOf(i)),
          reply: (i) => valueReply(textOf(i % keys.length, bytes)),
        },
      }
    },
  }
}
