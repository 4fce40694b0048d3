import { clock, type Milliseconds } from '@lmc/transport'
import { setBackgroundTimer } from './background-timer.ts'

/** The longest turn. After it others go on, since the owner of the turn may itself wait for one of them. */
const LONGEST_TURN: Milliseconds = 1000

/** The right of one update to make its next value while other updates of the key in this process wait. */
interface Turn {
  readonly owner: symbol
  readonly over: Promise<void>
  readonly end: () => void
}

/**
 * Lets updates of a key make their next values one after the other, so that they need no retries. Turns only
 * save work: compare-and-set notices every other write.
 */
export class UpdateTurns {
  readonly #turns = new Map<string, Turn>()

  /** Resolves when the turn of another update is over. `undefined`: no other update has a turn. */
  ofOther(key: string, owner: symbol): Promise<void> | undefined {
    const turn = this.#turns.get(key)
    return turn?.owner === owner ? undefined : turn?.over
  }

  begin(key: string, owner: symbol): void {
    if (this.#turns.get(key)?.owner === owner) return
    let settle = (): void => {}
    const over = new Promise<void>((resolve) => {
      settle = resolve
    })
    const timer = setBackgroundTimer(() => this.end(key, owner), LONGEST_TURN)
    const end = (): void => {
      clock.clearTimeout(timer)
      settle()
    }
    this.#turns.set(key, { owner, over, end })
  }

  end(key: string, owner: symbol): void {
    const turn = this.#turns.get(key)
    if (turn?.owner !== owner) return
    this.#turns.delete(key)
    turn.end()
  }
}
