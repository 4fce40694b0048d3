import { clock, type Milliseconds } from '@lmc/transport'
import { setBackgroundTimer } from '../../guard/background-timer.ts'

const SHORTEST: Milliseconds = 5
const LONGEST: Milliseconds = 100

/**
 * Pauses between two looks at another process's lease. Each is about twice as long as the one before, with
 * jitter.
 */
export class Pauses {
  #longest = SHORTEST

  /**
   * Resolves after a pause, or as soon as the signal aborts.
   *
   * @param isAwaited whether a caller waits. If so, the pause keeps the process alive.
   */
  async next(isAwaited: boolean, signal: AbortSignal): Promise<void> {
    const pause = this.#longest * (0.5 + Math.random() / 2)
    this.#longest = Math.min(2 * this.#longest, LONGEST)
    if (signal.aborted) return
    await new Promise<void>((resolve) => {
      const over = (): void => {
        clock.clearTimeout(timer)
        signal.removeEventListener('abort', over)
        resolve()
      }
      const timer = isAwaited ? clock.setTimeout(over, pause) : setBackgroundTimer(over, pause)
      signal.addEventListener('abort', over)
    })
  }
}
