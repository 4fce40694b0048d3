import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CallOptions, isTransportError, type Seconds, type Transport } from '@lmc/transport'
import type { Announcement } from '../lines/line-batcher.ts'
import { decodeLines, type IndexLine, nameOfLine } from '../lines/index-line.ts'
import { isExpired } from '../lines/line-age.ts'
import { type IndexPart, SegmentTree } from '../segments/segment-tree.ts'
import type { Segment } from '../segments/segment.ts'
import { SegmentStore } from '../segments/segment-store.ts'
import { TrackerError } from '../tracker-error.ts'
import { hasWhatIsThere, type OnPartial } from './partial-answers.ts'

/** How many keys are read, asked for and given at once, before other work of the process gets its turn: a few milliseconds. */
const KEYS_AT_ONCE = 1000

/** A segment of which less than this is there is rewritten after a listing has found that out. */
const LEAST_LIVE_SHARE = 0.5

/** A segment of fewer lines is left as it is. */
const LEAST_LINES = 100

export interface KeyIndexOptions<Key> {
  readonly transport: Transport
  /** What the memcached keys of the index begin with. */
  readonly name: string
  /** The memcached key of a key's value; throws for what is no key. */
  readonly memcachedKey: (key: Key, raw: boolean) => string
  /** Is called when the index has been created, or is written to for the first time. */
  readonly onCreated: () => Promise<void>
  readonly onPartial: OnPartial
  readonly onSkipped: (error: TrackerError) => void
  /** The clock, in seconds since 1970. */
  readonly now: () => Seconds
}

/** What a listing takes. */
export interface NamedOptions extends CallOptions {
  /** Instead of the tracker's own. */
  readonly onPartial?: OnPartial | undefined
}

/** A key, and where its value is. */
export interface IndexedKey<Key> {
  readonly key: Key
  /** Whether the key is the memcached key as it is, behind its namespace: another key than the same one that is not raw. */
  readonly raw: boolean
  readonly memcachedKey: string
}

/** What an index costs. */
export interface IndexSize {
  /** How many items it consists of. */
  readonly items: number
  /** How many bytes they hold. */
  readonly bytes: number
  /** How many keys it names, also of values that are gone. */
  readonly keys: number
}

/** How many lines of a segment a listing has found, and of how many the key is there. */
interface Tally {
  readonly segment: Segment
  readonly byteLength: number
  readonly lines: number
  live: number
}

/** A key that the index says is there. */
interface Proposal<Key> extends IndexedKey<Key> {
  /** Of the segment that names it. */
  readonly tally: Tally
}

/** The keys of one namespace. */
export class KeyIndex<Key> {
  readonly #options: KeyIndexOptions<Key>
  readonly #index: SegmentTree

  constructor(options: KeyIndexOptions<Key>) {
    this.#options = options
    const { transport, name, onCreated, now } = options
    this.#index = new SegmentTree({
      store: new SegmentStore(transport, name),
      now,
      toMemcachedKey: (line) => this.#toIndexedKey(line)?.memcachedKey,
      findValues: (memcachedKeys) => transport.hasMany(memcachedKeys),
      onCreated,
      background: inBackground,
    })
  }

  /** Adds a line, with all others of this tick. */
  announce(line: string): Announcement {
    return this.#index.announce(line)
  }

  /** Gives the keys, each once, in batches: those that are there, or, without `verify`, all that the index names. */
  async *batches(verify: boolean, options: NamedOptions): AsyncGenerator<IndexedKey<Key>[]> {
    const { onPartial = this.#options.onPartial } = options
    for await (const part of this.#index.parts(options, onPartial)) {
      const tallies: Tally[] = []
      let asked: Promise<Proposal<Key>[]> | undefined
      for await (const proposals of this.#propose(part, tallies)) {
        // The servers look for these while we read the next.
        const next = verify ? this.#verify(proposals, options) : Promise.resolve(proposals)
        next.catch(() => {})
        if (asked !== undefined) yield await asked
        asked = next
      }
      if (asked !== undefined) yield await asked
      for (const { segment, lines, live } of tallies) {
        if (lines >= LEAST_LINES && live < lines * LEAST_LIVE_SHARE) inBackground(this.#index.tidy(segment))
      }
    }
  }

  /** Drops what the index need not hold. */
  async tidy(options: NamedOptions): Promise<void> {
    const { onPartial = this.#options.onPartial } = options
    for await (const part of this.#index.parts(options, onPartial)) {
      for await (const { segment, value } of part.segments)
        if (value.byteLength > 0) await this.#index.tidy(segment)
    }
  }

  /** What the index costs. */
  async size(options: NamedOptions): Promise<IndexSize> {
    const { onPartial = this.#options.onPartial } = options
    let [items, bytes, keys] = [0, 0, 0]
    for await (const part of this.#index.parts(options, onPartial)) {
      const tallies: Tally[] = []
      for await (const proposals of this.#propose(part, tallies)) keys += proposals.length
      items += tallies.length
      bytes += tallies.reduce((sum, { byteLength }) => sum + byteLength, 0)
    }
    return { items, bytes, keys }
  }

  /** Gives what the lines of a part name, each key once, in batches; counts the lines of its segments into `tallies`. */
  async *#propose(part: IndexPart, tallies: Tally[]): AsyncGenerator<Proposal<Key>[]> {
    const seen = new Set<string>()
    const now = this.#options.now()
    let proposals: Proposal<Key>[] = []
    let skipped = 0
    for await (const { segment, value } of part.segments) {
      await nextTurn()
      const { lines, foreign } = decodeLines(value)
      const tally = { segment, byteLength: value.byteLength, lines: lines.length, live: 0 }
      // What is above belongs to other parts as well, and is counted with the first.
      if (segment.level >= part.top.level || part.top.index === segment.index) {
        tallies.push(tally)
        skipped += foreign
      }
      for (const line of lines) {
        const name = nameOfLine(line)
        if (isExpired(line, now) || !part.has(name) || seen.has(name)) continue
        seen.add(name)
        const named = this.#toIndexedKey(line)
        if (named === undefined) skipped++
        else if (proposals.push({ ...named, tally }) === KEYS_AT_ONCE) {
          yield proposals
          proposals = []
          await nextTurn()
        }
      }
    }
    if (proposals.length > 0) yield proposals
    if (skipped > 0) {
      const problem = `${skipped} lines of the list of keys are of another writer, and were skipped`
      this.#options.onSkipped(new TrackerError('foreign-lines', problem))
    }
  }

  async #verify(proposals: readonly Proposal<Key>[], options: NamedOptions): Promise<Proposal<Key>[]> {
    const { transport } = this.#options
    const { onPartial = this.#options.onPartial } = options
    const memcachedKeys = proposals.map(({ memcachedKey }) => memcachedKey)
    const there = await hasWhatIsThere(transport, memcachedKeys, options, onPartial)
    const live = proposals.filter(({ memcachedKey }) => there.has(memcachedKey))
    for (const { tally } of live) tally.live++
    return live
  }

  /** What a line names; `undefined` when that is no key, for the server may hold what somebody else wrote. */
  #toIndexedKey({ json, raw }: IndexLine): IndexedKey<Key> | undefined {
    try {
      const key: Key = JSON.parse(json)
      return { key, raw, memcachedKey: this.#options.memcachedKey(key, raw) }
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }
}

/** What only looks after the index may fail with the servers: it is done again later, and the calls that matter report the failure. */
function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (!isTransportError(error)) throw error
  })
}
