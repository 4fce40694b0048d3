import type { Workload } from './workload.ts'
import { expectSame } from './expect-same.ts'
import { objectOf } from './object-of.ts'
import { KEYS } from './texts.ts'

/** The whole job, writing: a name to a key by md5, an object to JSON, a set. */
export const storeObject: Workload = {
  name: 'job-set',
  title: 'whole job, set: md5, JSON of 300 B',
  prepare: async (session, prefix) => {
    const objects = Array.from({ length: KEYS }, (_, i) => objectOf(i))
    const nameOf = (i: number): string => `${prefix} store user ${i % KEYS}`
    const call = (i: number): Promise<unknown> => session.storeObject(nameOf(i), objects[i % KEYS] ?? {})
    return {
      distinct: KEYS,
      call,
      verify: async (i) => {
        await call(i)
        expectSame(await session.loadObject(nameOf(i)), objects[i % KEYS])
      },
    }
  },
}
