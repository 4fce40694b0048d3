import { Payload } from '../contenders/payload.ts'
import type { Workload } from './workload.ts'
import { setCommand, STORED } from './exchange.ts'
import { expectSame } from './expect-same.ts'
import { keysOf, textOf } from './texts.ts'

/** Sets of existing keys. */
export function set(name: string, title: string, bytes: number): Workload {
  return {
    name,
    title,
    prepare: async (session, prefix) => {
      const keys = keysOf(prefix, name)
      const payloads = keys.map((_, i) => new Payload(textOf(i, bytes)))
      const call = (i: number): Promise<unknown> => {
        const at = i % keys.length
        return session.set(keys[at] ?? '', payloads[at] ?? new Payload(''))
      }
      return {
        distinct: keys.length,
        call,
        verify: async (i) => {
          await call(i)
          const at = i % keys.length
          expectSame(await session.readText(keys[at] ?? ''), textOf(at, bytes))
        },
        exchange: {
          distinct: keys.length,
          command: (i) => setCommand(keys[i % keys.length] ?? '', textOf(i % keys.length, bytes)),
          reply: () => STORED,
        },
      }
    },
  }
}
