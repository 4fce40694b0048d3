import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'

/** How often the loop turns before everybody has been told what came. */
const TURNS = 3

/**
 * Resolves when the transports of this process have noticed what a proxy has done to their connections. On a
 * busy machine a timer alone may be over before the loop has looked at any socket.
 */
export async function untilNoticed(): Promise<void> {
  await sleep(5)
  for (let count = 0; count < TURNS; count++) await turn()
}
