import type { Milliseconds } from '@lmc/transport'

const PERIOD: Milliseconds = 5

/**
 * Watches the memory outside of the heap, where buffers are. `stop` returns the greatest growth, in bytes.
 */
export function watchMemory(): { stop(): number } {
  const look = (): number => process.memoryUsage().external
  const before = look()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, look())), PERIOD)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(most, look()) - before
    },
  }
}
