import type { Contender } from './contender.ts'
import { floor } from './floor.ts'

/**
 * What the bench itself costs: each `get` gives the same settled promise of a value. No transport can be
 * faster. Stores the values as `floor` does.
 */
export const promise: Contender = {
  name: 'promise',
  workloads: ['get'],
  open: async (addresses) => {
    const session = await floor.open(addresses)
    const settled = Promise.resolve('value')
    return { ...session, get: () => settled }
  },
}
