import type { Socket } from 'node:net'
import { breakOff } from './break-off.ts'
import { Inlet } from './inlet.ts'
import { performStep, type Way } from './perform-step.ts'
import type { Step } from './script.ts'

/** The events of a lane for its connection. */
export interface LaneEvents {
  readonly onBytes: (bytes: Buffer) => void
  /** No more bytes will pass. `wasReset` says whether the sender reset the connection. */
  readonly onEnd: (wasReset: boolean) => void
}

/** One direction of a connection. Performs steps on the bytes between two sockets. */
export class Lane implements Way {
  readonly inlet: Inlet
  readonly #outlet: Socket
  readonly #onEnd: LaneEvents['onEnd']
  /** Written together, so that a change inside a lump does not split the lump. */
  readonly #unwritten: Buffer[] = []
  #controller = new AbortController()
  #playing: Promise<void> = Promise.resolve()

  constructor(from: Socket, to: Socket, { onBytes, onEnd }: LaneEvents) {
    this.inlet = new Inlet(from, onBytes)
    this.#outlet = to
    this.#onEnd = onEnd
  }

  get isOpen(): boolean {
    return this.#outlet.writable
  }

  /**
   * Performs these steps, beginning with the next byte that has not passed yet. Afterwards everything passes.
   */
  play(steps: Iterable<Step>): void {
    this.#controller.abort()
    const { signal } = (this.#controller = new AbortController())
    this.#playing = this.#playing.then(async () => this.#perform(steps, signal))
  }

  stop(): void {
    this.#controller.abort()
  }

  async take(most: number, signal: AbortSignal): Promise<Buffer | undefined> {
    if (this.inlet.length === 0) {
      await this.flush()
      await this.inlet.nextCameAt(signal)
    }
    return this.inlet.take(most)
  }

  put(bytes: Buffer): void {
    this.#unwritten.push(bytes)
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#unwritten.splice(0))
    if (bytes.length === 0 || !this.isOpen) return
    await new Promise<void>((resolve) => {
      this.#outlet.write(bytes, () => resolve())
    })
  }

  async cut(how: 'halfClose' | 'close' | 'reset'): Promise<void> {
    await this.flush()
    if (how === 'halfClose') this.#outlet.end()
    else if (how === 'close') this.#outlet.destroy()
    else breakOff(this.#outlet)
  }

  async #perform(steps: Iterable<Step>, signal: AbortSignal): Promise<void> {
    try {
      this.inlet.mode = 'steady'
      for (const step of steps) {
        signal.throwIfAborted()
        await performStep(step, this, signal)
      }
      signal.throwIfAborted()
      await performStep({ do: 'pass' }, this, signal)
      await this.flush()
      this.#onEnd(this.inlet.wasReset)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
