import { clock, type Milliseconds } from '@lmc/transport'
import { setBackgroundTimer } from './background-timer.ts'

/** After that long others go on: whoever has the turn may wait for them. */
const LONGEST_TURN: Milliseconds = 1000

/** The right of one update of a key in this process to be the only one while its next value takes time. */
interface Turn {
  readonly owner: symbol
  readonly over: Promise<void>
  readonly end: () => void
}

/**
 * Lets one update of a key after the other make its next value, so that they do not come in each other's way. It is a courtesy: who gets in
 * between nevertheless is found out by compare-and-set.
 */
export class UpdateTurns {
  readonly #turns = new Map<string, Turn>()

  /** Resolves when the turn of another update is over; `undefined`: no other has one. */
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
