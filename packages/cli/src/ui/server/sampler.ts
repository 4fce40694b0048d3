import { setTimeout as sleep } from 'node:timers/promises'
import type { MetaTransport } from '@lmc/transport-meta'
import { Course } from '../../top/course.ts'
import type { ServerCourse } from '../api/server-course.ts'

/** So many figures of each server are kept: a quarter of an hour at one a second. */
const LENGTH = 900

/** Asks the servers for their figures again and again, and keeps what they say. */
export class Sampler {
  readonly #transport: MetaTransport
  readonly #courses: readonly Course[]
  /** When the figures of all courses were asked for, in milliseconds since 1970. */
  readonly #moments: number[] = []

  constructor(transport: MetaTransport) {
    this.#transport = transport
    this.#courses = transport.servers.map((server) => new Course(server, LENGTH))
  }

  /**
   * Asks until the signal aborts.
   *
   * @param interval in milliseconds.
   */
  async run(interval: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const next = performance.now() + interval
      await this.#sample(signal).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      await sleep(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined)
    }
  }

  /**
   * The figures of each server since a moment.
   *
   * @param since in milliseconds since 1970; the moment itself is left out.
   */
  coursesSince(since: number): readonly ServerCourse[] {
    const first = this.#moments.findIndex((at) => at > since)
    const moments = first === -1 ? [] : this.#moments.slice(first)
    return this.#courses.map(({ server, error, figures }) => ({
      server,
      error: error?.message ?? null,
      samples: moments.map((at, index) => ({ at, figures: figures[first + index] ?? null })),
    }))
  }

  async #sample(signal: AbortSignal): Promise<void> {
    const at = Date.now()
    const entries = await this.#transport.statistics({ signal })
    for (const [index, entry] of entries.entries()) this.#courses[index]?.add(entry, performance.now() / 1000)
    this.#moments.push(Math.max(at, (this.#moments.at(-1) ?? 0) + 1))
    if (this.#moments.length > LENGTH) this.#moments.shift()
  }
}
