import { clock } from '@lmc/transport'

/**
 * Runs `task` after the event loop has asked the system for input at least once, whichever phase it is in now. Whatever had arrived before
 * this call, the end of a connection included, has been read by then.
 */
export function afterPolls(task: () => void): void {
  clock.setImmediate(() => clock.setImmediate(task))
}
