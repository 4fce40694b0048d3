/** Milliseconds by the names of what took them, in their order. */
export type Times = Readonly<Record<string, number>>

/** Measures how long things take. */
export class Stopwatch {
  readonly #times: Record<string, number> = {}

  /** What has been done so far; also of what has failed. */
  get times(): Times {
    return this.#times
  }

  /** Does something and notes how long it takes. */
  async time<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      this.#times[name] = performance.now() - start
    }
  }
}
