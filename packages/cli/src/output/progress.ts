import { fstatSync } from 'node:fs'
import type { SingleBar } from 'cli-progress'
import type { Streams } from './streams.ts'

/** What takes less time shows no progress. */
const PATIENCE = 1000

/**
 * The bar of something that takes longer than a second. It is on standard error, on a terminal only, and
 * never beside a pipe.
 */
export class Progress {
  /** Whether somebody would see the bar. */
  readonly isWatched: boolean
  readonly #name: string
  readonly #stderr: Streams['stderr']
  readonly #timer: NodeJS.Timeout | undefined
  #bar: SingleBar | undefined
  #done = 0
  #total = 0
  #isOver = false

  /**
   * @param name what is done, as in "Dropping".
   * @param hasRoom whether nothing else is written to the terminal meanwhile.
   */
  constructor(name: string, streams: Streams, hasRoom = true) {
    this.#name = name
    this.#stderr = streams.stderr
    this.isWatched = hasRoom && canSeeBar(streams)
    if (this.isWatched) this.#timer = setTimeout(() => void this.#show(), PATIENCE).unref()
  }

  /** Says how much there is to do. What is done beyond is shown as well. */
  expect(total: number): void {
    this.#total = total
    this.#bar?.setTotal(total)
  }

  advance(steps = 1): void {
    this.#done += steps
    if (this.#bar === undefined) return
    if (this.#done > this.#bar.getTotal()) this.#bar.setTotal(this.#done)
    this.#bar.update(this.#done)
  }

  /** Wipes the bar. */
  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#bar?.stop()
    this.#bar = undefined
  }

  async #show(): Promise<void> {
    const { Presets, SingleBar } = await import('cli-progress')
    if (this.#isOver) return
    this.#bar = new SingleBar(
      {
        format: `${this.#name} {bar} {percentage} % | {value} of {total} | {eta_formatted} left`,
        stream: this.#stderr,
        hideCursor: true,
        clearOnComplete: true,
        gracefulExit: false,
        etaBuffer: 200,
      },
      Presets.shades_classic,
    )
    this.#bar.start(Math.max(this.#total, this.#done, 1), this.#done)
  }
}

/**
 * Whether somebody sees a bar and nothing else beside it: results go to a terminal or into a file, not to
 * another program.
 */
function canSeeBar({ stdout, stderr }: Streams): boolean {
  if (stderr.isTTY !== true) return false
  if (stdout.isTTY === true) return true
  if (stdout.fd === undefined) return false
  // Of a pipe, the other kind of figures has Node.js 20 take a wrong path for what is imported later:
  // `realpathSync` looks at the figures of the last call.
  return fstatSync(stdout.fd, { bigint: true }).isFile()
}
