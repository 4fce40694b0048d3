import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerStatistics } from '@lmc/client'
import { counted } from '../output/figures.ts'
import type { Session } from '../program/session.ts'
import { serverStats } from '../server/server-stats.ts'
import type { Course } from './course.ts'
import { type Frame, withHeadAndFoot } from './frame.ts'
import { overview, serversInSight } from './overview.ts'
import { Screen } from './screen.ts'
import { slabs } from './slabs.ts'

const KEYS = 'q quit   s slabs   ← → servers'

/** The live screen of `lmc top`. */
export class Top {
  readonly #session: Session
  readonly #courses: readonly Course[]
  /** In milliseconds. */
  readonly #interval: number
  readonly #quit = new AbortController()
  #screen: Screen | undefined
  #wake = new AbortController()
  /** Which server stands at the left, and whose slabs are shown. */
  #first = 0
  #showsSlabs = false
  #slabFigures: readonly [slabs: ServerStatistics, items: ServerStatistics] | undefined

  constructor(session: Session, courses: readonly Course[], interval: number) {
    this.#session = session
    this.#courses = courses
    this.#interval = interval
  }

  /**
   * Shows the figures until the user quits.
   *
   * @param sample asks the servers, and adds what they say to the courses.
   * @throws the signal's reason.
   */
  async run(sample: () => Promise<void>): Promise<void> {
    const { signal } = this.#session
    this.#screen = new Screen(
      this.#session.streams,
      (key) => this.#onKey(key),
      () => this.#draw(),
    )
    try {
      while (!this.#quit.signal.aborted) {
        const next = performance.now() + this.#interval
        await sample()
        await this.#untilSampleIsDue(next)
        signal.throwIfAborted()
      }
    } finally {
      this.#screen.close()
    }
  }

  /** Draws, and again at each key. */
  async #untilSampleIsDue(next: number): Promise<void> {
    const { signal } = this.#session
    do {
      this.#wake = new AbortController()
      if (this.#showsSlabs) await this.#askForSlabs()
      this.#draw()
      const asleep = AbortSignal.any([signal, this.#quit.signal, this.#wake.signal])
      await sleep(Math.max(0, next - performance.now()), undefined, { signal: asleep }).catch(() => undefined)
    } while (this.#wake.signal.aborted && !signal.aborted && !this.#quit.signal.aborted)
  }

  #onKey(key: string): void {
    const last = this.#courses.length - 1
    if (key === 'q' || key === 'escape') this.#quit.abort()
    else if (key === 's') this.#showsSlabs = !this.#showsSlabs
    else if (key === 'left') this.#first = Math.max(0, this.#first - 1)
    else if (key === 'right' || key === 'tab') this.#first = Math.min(last, this.#first + 1)
    this.#wake.abort()
  }

  async #askForSlabs(): Promise<void> {
    const { servers, options, signal } = this.#session
    const server = servers.slice(this.#first, this.#first + 1)
    const ask = async (kind: string): Promise<ServerStatistics[]> =>
      serverStats({ servers: server, options, signal }, kind)
    const [[slabFigures], [itemFigures]] = await Promise.all([ask('slabs'), ask('items')])
    if (slabFigures !== undefined && itemFigures !== undefined) this.#slabFigures = [slabFigures, itemFigures]
  }

  #draw(): void {
    if (this.#screen === undefined) return
    const frame: Frame = {
      ...this.#screen.size,
      style: (format, text) => this.#session.output.style(format, text),
    }
    const time = new Date().toLocaleTimeString('en-GB')
    const head = `lmc top   ${counted(this.#courses.length, 'server')}   ${time}`
    const lines = this.#showsSlabs ? this.#slabLines(frame) : this.#overviewLines(frame)
    this.#screen.draw(withHeadAndFoot(head, lines, KEYS, frame))
  }

  #overviewLines(frame: Frame): string[] {
    const inSight = this.#courses.slice(this.#first, this.#first + serversInSight(frame.columns))
    const failures = inSight.flatMap(({ error }) =>
      error === undefined ? [] : [frame.style('red', error.message.slice(0, frame.columns))],
    )
    return [...overview(inSight, frame), '', ...failures]
  }

  #slabLines(frame: Frame): string[] {
    const [slabFigures, itemFigures] = this.#slabFigures ?? []
    const name = this.#courses[this.#first]?.server ?? ''
    if (slabFigures === undefined || itemFigures === undefined || slabFigures.server !== name)
      return [frame.style('bold', name)]
    const { error } = slabFigures
    if (error !== undefined)
      return [frame.style('bold', name), frame.style('red', error.message.slice(0, frame.columns))]
    return [frame.style('bold', name), ...slabs(slabFigures.statistics, itemFigures.statistics, frame)]
  }
}
