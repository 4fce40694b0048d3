import type { Workload } from './workload.ts'
import { expectSame } from './expect-same.ts'
import { isHit } from './hits-in.ts'
import { objectOf } from './object-of.ts'
import { KEYS } from './texts.ts'

/** The whole job, reading: a name to a key by md5, a get, JSON to an object. */
export const loadObject: Workload = {
  name: 'job-get',
  title: 'whole job, get: md5, JSON of 300 B',
  prepare: async (session, prefix) => {
    const nameOf = (i: number): string => `${prefix} load user ${i % KEYS}`
    for (let i = 0; i < KEYS; i++) await session.storeObject(nameOf(i), objectOf(i))
    return {
      distinct: KEYS,
      call: (i) => session.loadObject(nameOf(i)),
      isWhole: isHit,
      verify: async (i) => expectSame(await session.loadObject(nameOf(i)), objectOf(i % KEYS)),
    }
  },
}
