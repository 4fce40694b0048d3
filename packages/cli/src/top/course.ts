import type { ServerStatistics } from '@lmc/client'
import { type Figures, figuresOf, type Sample } from './figures.ts'

/** As many samples as the widest sparkline has characters. */
const SPARKLINE = 120

/** A server's figures over time. */
export class Course {
  readonly server: string
  /** The last figures, the newest last; `undefined` where the server gave none. */
  readonly figures: (Figures | undefined)[] = []
  /** Why the server gives no figures now. */
  error: Error | undefined
  readonly #length: number
  #last: Sample | undefined

  /** @param length how many figures are kept. */
  constructor(server: string, length = SPARKLINE) {
    this.server = server
    this.#length = length
  }

  /** The newest figures; `undefined` while the server is down. */
  get now(): Figures | undefined {
    return this.figures.at(-1)
  }

  /** @param at in seconds, by a clock that only goes forward. */
  add({ statistics, error }: ServerStatistics, at: number): void {
    this.error = error
    if (error === undefined) {
      const sample = { at, statistics }
      this.figures.push(figuresOf(sample, this.#last))
      this.#last = sample
    } else {
      this.figures.push(undefined)
      this.#last = undefined
    }
    if (this.figures.length > this.#length) this.figures.shift()
  }
}
