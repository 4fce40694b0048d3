import type { Milliseconds } from '@lmc/transport'

const never = new Int32Array(new SharedArrayBuffer(4))

/**
 * Keeps the event loop from turning for so long, as a process does that computes. The wait takes no processor
 * from others, so that a test beside this one is not held as well.
 */
export function holdLoop(time: Milliseconds): void {
  Atomics.wait(never, 0, 0, time)
}
