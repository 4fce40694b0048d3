import type { Milliseconds } from '@lmc/transport'

const never = new Int32Array(new SharedArrayBuffer(4))

/**
 * Blocks the event loop for so long, like a long computation. Unlike a computation, the wait takes no
 * processor time from the tests beside this one.
 */
export function holdLoop(time: Milliseconds): void {
  Atomics.wait(never, 0, 0, time)
}
