import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'

/** The turns of the event loop after which every socket has emitted its events. */
const TURNS = 3

/**
 * Resolves when the transports of this process have noticed the acts of a proxy on their connections. A timer
 * alone is not enough: on a busy machine it may end before the loop has looked at any socket.
 */
export async function untilNoticed(): Promise<void> {
  await sleep(5)
  for (let count = 0; count < TURNS; count++) await turn()
}
