import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type CallOptions,
  isTransportError,
  type Milliseconds,
  type Seconds,
  type Transport,
} from '@lmc/transport'
import { decodeLines, encodeLines, type IndexLine, nameOfLine } from './index-line.ts'
import { isExpired } from './line-age.ts'
import { type IndexPart, NamespaceIndex } from './namespace-index.ts'
import type { Segment } from './segment.ts'
import { SegmentAppender } from './segment-appender.ts'
import { SegmentStore } from './segment-store.ts'
import { TrackerError } from './tracker-error.ts'
import { Upkeep } from './upkeep.ts'
import { hasWhatIsThere, type OnPartial, rethrow } from './what-is-there.ts'

/** `Key` is what a cache key is to the user: something that JSON holds without loss. */
export interface KeyTrackerOptions<Key> {
  /** Where the index lives: the servers that hold the values. */
  readonly transport: Transport
  /**
   * Turns a cache key into the memcached key of its value, the same one in all processes; throws for what is no cache key.
   */
  readonly memcachedKey: (
    key: Key | string,
    options: { readonly namespace: string | undefined; readonly raw: boolean },
  ) => string
  /**
   * Is told when some servers fail to answer a listing, which goes on with what the others know; throws to end it. Absent: the
   * listing rejects.
   */
  readonly onPartial?: OnPartial
  /** Is told what a listing has skipped: a `TrackerError` `foreign-lines`. Absent: nobody is. */
  readonly onSkipped?: (error: TrackerError) => void
  /** The clock, milliseconds since 1970; absent: this machine's. */
  readonly now?: () => Milliseconds
}

/** A key that is about to be stored. */
export interface TrackedKey<Key> {
  readonly key: Key
  readonly memcachedKey: string
  /** Absent: none, which is one of its own. */
  readonly namespace?: string | undefined
  readonly raw: boolean
  /** The lifetime that the value is stored with; 0 is for ever. */
  readonly lifetime: Seconds
}

/** A key as the index holds it. */
export interface IndexEntry {
  readonly memcachedKey: string
  readonly namespace: string | undefined
  readonly line: Uint8Array
}

export interface ListOptions extends CallOptions {
  /** Whether the servers are asked if the keys are there; absent: they are. Without, deleted and evicted keys are listed as well. */
  readonly verify?: boolean | undefined
}

/** The longest line that the index takes: a segment holds several. */
const LONGEST_LINE_BYTES = 16 * 1024

/** How many namespaces' levels are remembered; a forgotten one is looked up again. */
const MOST_NAMESPACES = 1000

/** How many keys are asked for at once. */
const KEYS_AT_ONCE = 5000

/** How many lines are worked on before other work of the process gets its turn: a few milliseconds. */
const LINES_AT_ONCE = 1000

/** A segment of which less than this is there is rewritten after a listing has found that out. */
const LEAST_LIVE_SHARE = 0.5

/** A segment of fewer lines is left as it is. */
const LEAST_LINES = 100

/** How many lines of a segment a listing has found, and of how many the key is there. */
interface Tally {
  readonly segment: Segment
  readonly lines: number
  live: number
}

/** A key that the index says is there. */
interface Proposal<Key> {
  readonly key: Key
  readonly memcachedKey: string
  /** Of the segment that names it. */
  readonly tally: Tally
}

/** A list of the keys that are in the cache, kept in the cache itself, shared by all who use the same servers. */
export class KeyTracker<Key> {
  readonly #transport: Transport
  readonly #memcachedKey: KeyTrackerOptions<Key>['memcachedKey']
  readonly #onPartial: OnPartial
  readonly #onSkipped: (error: TrackerError) => void
  readonly #now: () => Seconds
  readonly #indexes = new Map<string | undefined, NamespaceIndex>()

  constructor({
    transport,
    memcachedKey,
    onPartial = rethrow,
    onSkipped = () => {},
    now = Date.now,
  }: KeyTrackerOptions<Key>) {
    this.#onSkipped = onSkipped
    this.#transport = transport
    this.#memcachedKey = memcachedKey
    this.#onPartial = onPartial
    this.#now = () => Math.floor(now() / 1000)
  }

  /**
   * What `announce` takes for a key.
   *
   * @throws {TrackerError} `key-too-long`.
   */
  entry({ key, memcachedKey, namespace, raw, lifetime }: TrackedKey<Key>): IndexEntry {
    const json = JSON.stringify(key)
    const line = encodeLines([{ raw, json, writtenAt: this.#now(), lifetime }])
    if (line.byteLength > LONGEST_LINE_BYTES) {
      const problem = `Key takes ${line.byteLength} bytes in the list of keys, which takes at most ${LONGEST_LINE_BYTES}`
      throw new TrackerError('key-too-long', `${problem}: ${json.slice(0, 40)}…`)
    }
    return { memcachedKey, namespace, line }
  }

  /**
   * Announces that a key is being stored; resolves when it is in the index. `onSent` is called once, when the announcement has gone
   * out, which is in the tick of this call but for rare moments: store the value then, and await both. All that is announced in one
   * tick leaves together.
   *
   * @throws {TransportError} any code; the key may not be listed then.
   */
  async announce({ memcachedKey, namespace, line }: IndexEntry, onSent: () => void): Promise<void> {
    await this.#indexOf(namespace).append(memcachedKey, line, onSent)
  }

  /**
   * Resolves to the cache keys of a namespace that are in the cache, each once, in no particular order.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async keys(namespace: string | undefined, options?: ListOptions): Promise<Key[]> {
    const keys: Key[] = []
    for await (const key of this.iterateKeys(namespace, options)) keys.push(key)
    return keys
  }

  /**
   * Gives what `keys` resolves to, key by key, in memory that does not grow with their number. A key that is set meanwhile may be given or
   * not.
   *
   * @throws {TransportError} any code, unless `onPartial` lets the listing go on.
   */
  async *iterateKeys(namespace: string | undefined, options: ListOptions = {}): AsyncGenerator<Key> {
    const { verify = true, signal } = options
    const index = this.#indexOf(namespace)
    for await (const part of index.parts({ signal }, this.#onPartial)) {
      const { proposals, tallies } = await this.#propose(part, namespace)
      for (let start = 0; start < proposals.length; start += KEYS_AT_ONCE) {
        const batch = proposals.slice(start, start + KEYS_AT_ONCE)
        const there = verify ? await this.#find(batch, signal) : undefined
        for (const { key, memcachedKey, tally } of batch) {
          if (there?.has(memcachedKey) === false) continue
          tally.live++
          yield key
        }
      }
      for (const { segment, lines, live } of tallies) {
        if (lines >= LEAST_LINES && live < lines * LEAST_LIVE_SHARE) inBackground(index.tidy(segment))
      }
    }
  }

  /** What the lines of a part name, each key once. */
  async #propose(
    part: IndexPart,
    namespace: string | undefined,
  ): Promise<{ proposals: Proposal<Key>[]; tallies: Tally[] }> {
    const seen = new Set<string>()
    const proposals: Proposal<Key>[] = []
    const tallies: Tally[] = []
    const now = this.#now()
    let skipped = 0
    let worked = 0
    for await (const { segment, value } of part.segments) {
      const { lines, foreign } = decodeLines(value)
      const tally = { segment, lines: lines.length, live: 0 }
      if (segment.level >= part.top.level) {
        tallies.push(tally)
        skipped += foreign
      }
      for (const line of lines) {
        if (++worked % LINES_AT_ONCE === 0) await nextTurn()
        const name = nameOfLine(line)
        if (isExpired(line, now) || seen.has(name)) continue
        seen.add(name)
        const named = this.#toNamed(line, namespace)
        if (named === undefined) skipped++
        else if (part.has(named.memcachedKey)) proposals.push({ ...named, tally })
      }
    }
    if (skipped > 0) {
      const problem = `${skipped} lines of the list of keys are of another writer, and were skipped`
      this.#onSkipped(new TrackerError('foreign-lines', problem))
    }
    return { proposals, tallies }
  }

  async #find(
    proposals: readonly Proposal<Key>[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlySet<string>> {
    const memcachedKeys = proposals.map(({ memcachedKey }) => memcachedKey)
    return hasWhatIsThere(this.#transport, memcachedKeys, { signal }, this.#onPartial)
  }

  /** What a line names; `undefined` when that is no cache key, for the server may hold what somebody else wrote. */
  #toNamed(
    { json, raw }: IndexLine,
    namespace: string | undefined,
  ): { key: Key; memcachedKey: string } | undefined {
    try {
      const key: Key = JSON.parse(json)
      return { key, memcachedKey: this.#memcachedKey(key, { namespace, raw }) }
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }

  #indexOf(namespace: string | undefined): NamespaceIndex {
    const known = this.#indexes.get(namespace)
    if (known !== undefined) return known
    // The digest of some key of the namespace; nobody's value is there, for a value's key has nothing around the digest.
    const name = `lmc-index:${this.#memcachedKey('', { namespace, raw: false })}`
    const store = new SegmentStore(this.#transport, name)
    const appender = new SegmentAppender(store)
    const upkeep = new Upkeep({
      store,
      appender,
      now: this.#now,
      toMemcachedKey: (line) => this.#toNamed(line, namespace)?.memcachedKey,
      findValues: (memcachedKeys) => this.#transport.hasMany(memcachedKeys),
    })
    const index = new NamespaceIndex({ store, appender, upkeep, background: inBackground })
    if (this.#indexes.size === MOST_NAMESPACES) {
      const [oldest] = this.#indexes.keys()
      this.#indexes.delete(oldest)
    }
    this.#indexes.set(namespace, index)
    return index
  }
}

/** What only looks after the index may fail with the servers: it is done again later, and the calls that matter report the failure. */
function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (!isTransportError(error)) throw error
  })
}
