import type { Contender } from './contender.ts'
import { floor } from './floor.ts'
import { LimitClient } from './limit-client.ts'

/**
 * What the socket allows: commands that were built before, and replies that are only counted. Stores the
 * values as `floor` does.
 */
export const limit: Contender = {
  name: 'limit',
  workloads: ['get', 'set', 'get-10k', 'set-10k', 'get-many'],
  open: async (addresses) => {
    const client = await LimitClient.open(addresses[0] ?? '')
    const session = await floor.open(addresses)
    return {
      ...session,
      prepareExchange: (exchange, inFlight) => client.prepare(exchange, inFlight),
      close: async () => {
        client.close()
        await session.close()
      },
    }
  },
}
