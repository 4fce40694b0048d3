import { isSettledLine, type SomeLines } from '../lines/some-lines.ts'
import type { LineTable } from '../lines/line-table.ts'

/** How many keys are asked for at once. */
const KEYS_AT_ONCE = 1000

/** So many keys of a segment are asked for to find out whether it is worth asking for all. */
const SAMPLE = 100

/** Where less than this share of a sample is gone, nothing is dropped yet. */
const LEAST_GONE_SHARE = 0.2

export interface GoneLinesOptions {
  /** The memcached key of what a line names, or `undefined` when that is no cache key. */
  readonly toMemcachedKey: (table: LineTable, line: number) => string | undefined
  /** Those of the memcached keys that hold a value; rejects when a server does not answer. */
  readonly findValues: (memcachedKeys: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Finds the lines of keys that are gone. Only the servers know: no clock has a say. */
export class GoneLines {
  readonly #options: GoneLinesOptions

  constructor(options: GoneLinesOptions) {
    this.#options = options
  }

  /**
   * Resolves to the lines without the settled ones of keys that hold nothing. Resolves to all of them where a
   * sample shows that few keys hold nothing.
   */
  async leaveOut(some: SomeLines): Promise<SomeLines> {
    const { table, lines } = some
    // The values of others may be on their way.
    const settled = lines.filter((line) => isSettledLine(some, line))
    if (settled.length > 2 * SAMPLE) {
      const sample = takeSample(settled)
      const gone = await this.#findGone(table, sample)
      if (gone.size < sample.length * LEAST_GONE_SHARE) return some
    }
    const gone = await this.#findGone(table, settled)
    return gone.size === 0 ? some : { ...some, lines: lines.filter((line) => !gone.has(line)) }
  }

  /** Resolves to those lines whose keys hold nothing, and those that name no key. */
  async #findGone(table: LineTable, lines: readonly number[]): Promise<Set<number>> {
    const { toMemcachedKey, findValues } = this.#options
    const gone = new Set<number>()
    for (let start = 0; start < lines.length; start += KEYS_AT_ONCE) {
      const some = lines.slice(start, start + KEYS_AT_ONCE)
      const memcachedKeys = some.map((line) => toMemcachedKey(table, line))
      const there = await findValues(memcachedKeys.filter((key) => key !== undefined))
      for (const [at, line] of some.entries()) {
        const memcachedKey = memcachedKeys[at]
        if (memcachedKey === undefined || !there.has(memcachedKey)) gone.add(line)
      }
    }
    return gone
  }
}

/** One of each so many, from a random one on. */
function takeSample(all: readonly number[]): number[] {
  const step = Math.floor(all.length / SAMPLE)
  const first = Math.floor(Math.random() * step)
  return all.filter((_, at) => at % step === first)
}
