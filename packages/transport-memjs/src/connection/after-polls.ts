import { clock } from '@lmc/transport'

/**
 * Runs `task` after the event loop has read its sockets at least once, whichever phase the loop is in now.
 * Whatever had arrived before this call has been read by then, the end of a connection included.
 */
export function afterPolls(task: () => void): void {
  clock.setImmediate(() => clock.setImmediate(task))
}
