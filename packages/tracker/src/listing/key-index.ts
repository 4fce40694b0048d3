import type { CallOptions, Transport } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import type { IndexEntry } from '../lines/index-entry.ts'
import type { Announcement } from '../lines/line-batcher.ts'
import type { LineTable } from '../lines/line-table.ts'
import type { Tickets } from '../lines/tickets.ts'
import type { LineKeeper } from '../relisting/line-keeper.ts'
import { SegmentStore } from '../segments/segment-store.ts'
import { SegmentTree } from '../segments/segment-tree.ts'
import type { TreeReading } from '../segments/tree-reading.ts'
import type { UntidyServers } from '../segments/untidy-servers.ts'
import { TrackerError } from '../tracker-error.ts'
import type { IndexSize } from './index-size.ts'
import type { IndexedKey } from './indexed-key.ts'
import { isWorthIt, type Leftover, leftoversAbove } from './leftover.ts'
import { LoadedPart } from './loaded-part.ts'
import { nextTurn } from './next-turn.ts'
import type { OnPartial } from '../partial-answers.ts'
import { checkKeysAreThere } from './check-keys-are-there.ts'
import type { Check, Proposal } from './proposal.ts'

/**
 * How many keys are asked for and given at once, before other work of the process gets its turn: a few
 * milliseconds.
 */
const KEYS_AT_ONCE = 1000

/** How many lines are passed over before other work gets its turn. */
const LINES_AT_ONCE = 5000

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
  readonly tickets: Tickets
  readonly untidy: UntidyServers
  readonly keeper: LineKeeper
}

export interface WalkOptions extends CallOptions {
  readonly onPartial?: OnPartial | undefined
}

/** The keys of one namespace. */
export class KeyIndex<Key> {
  readonly #options: KeyIndexOptions<Key>
  readonly #tree: SegmentTree

  constructor(options: KeyIndexOptions<Key>) {
    this.#options = options
    const { transport, name, onCreated, tickets, untidy, keeper } = options
    this.#tree = new SegmentTree({
      store: new SegmentStore(transport, name, keeper),
      toMemcachedKey: (table, line) => this.#toProposal(table, line)?.memcachedKey,
      findValues: (memcachedKeys) => transport.hasMany(memcachedKeys),
      onCreated,
      tickets,
      untidy,
    })
  }

  /** Adds a line, with all others of this tick. */
  announce(entry: IndexEntry): Announcement {
    return this.#tree.announce(entry)
  }

  /** Gives all keys that the index names, each once, in batches. */
  named(options: WalkOptions): AsyncGenerator<readonly IndexedKey<Key>[]> {
    return this.#walk(options)
  }

  /**
   * Gives the keys that are there, each once, in batches. What is found to be gone leaves the index
   * meanwhile.
   */
  async *live(options: WalkOptions): AsyncGenerator<readonly IndexedKey<Key>[]> {
    const { onPartial = this.#options.onPartial } = options
    const check: Check<Key> = (proposals, part) =>
      checkKeysAreThere(this.#options.transport, proposals, part, options, onPartial)
    yield* this.#walk(options, check, (leftover) => {
      if (isWorthIt(leftover)) inBackground(this.#tree.drop(leftover.content, leftover.rest))
    })
  }

  /**
   * Drops all keys that the index names, batch by batch.
   *
   * @param dropKeys drops the values of some keys, and resolves to those whose server has said that nothing
   *   is there now.
   */
  async drop(
    dropKeys: (batch: readonly IndexedKey<Key>[]) => Promise<readonly IndexedKey<Key>[]>,
    options: WalkOptions,
  ): Promise<void> {
    const leftovers: Leftover[] = []
    let isDone = true
    const check: Check<Key> = async (proposals, part) => {
      const gone = new Set(await dropKeys(proposals))
      for (const proposal of proposals) if (gone.has(proposal)) part.markGone(proposal.line)
      return proposals
    }
    const dropLeftovers = async (): Promise<void> => {
      for (const { content, rest } of leftovers.splice(0))
        if (!(await this.#tree.drop(content, rest))) isDone = false
    }
    for await (const _ of this.#walk(options, check, (one) => leftovers.push(one))) await dropLeftovers()
    await dropLeftovers()
    // What others have moved meanwhile is looked for where it is now.
    if (!isDone) await this.tidy(options)
  }

  /** Drops what the index need not hold. */
  async tidy(options: WalkOptions): Promise<void> {
    this.#options.tickets.turn()
    const reading = await this.#open(options)
    for (const { segment, value } of reading.above) if (value.byteLength > 0) await this.#tree.tidy(segment)
    for await (const { segments } of this.#load(reading))
      for (const { segment, value } of segments) if (value.byteLength > 0) await this.#tree.tidy(segment)
  }

  /** What the index costs. */
  async size(options: WalkOptions): Promise<IndexSize> {
    // A figure, which may be less where a level was evicted: many indexes are asked for theirs at once.
    const reading = await this.#open(options, false)
    let keys = 0
    const values = reading.above.map(({ value }) => value.byteLength)
    for await (const part of this.#load(reading)) {
      keys += part.table.keyCount
      for (const { value } of part.segments) values.push(value.byteLength)
    }
    return { items: values.length, bytes: values.reduce((sum, one) => sum + one, 0), keys }
  }

  #open(
    { signal, onPartial = this.#options.onPartial }: WalkOptions,
    looksAhead?: boolean,
  ): Promise<TreeReading> {
    return this.#tree.open({ signal }, onPartial, looksAhead)
  }

  /** Gives the parts of an index; the next one is on its way meanwhile. */
  async *#load({ parts }: TreeReading, learn = false): AsyncGenerator<LoadedPart> {
    const load = async (at: number): Promise<LoadedPart | undefined> => {
      const part = parts[at]
      if (part === undefined) return undefined
      const loaded = await LoadedPart.load(part)
      if (learn) await loaded.learn(this.#options.tickets)
      return loaded
    }
    let upcoming = load(0)
    for (let at = 1; ; at++) {
      const part = await upcoming
      if (part === undefined) return
      upcoming = load(at)
      // Whoever stops before takes no notice.
      upcoming.catch(() => {})
      yield part
    }
  }

  /** Gives what the index names, each key once, in batches; with `check`, what that makes of them. */
  async *#walk(
    options: WalkOptions,
    check?: Check<Key>,
    onLeftover: (leftover: Leftover) => void = () => {},
  ): AsyncGenerator<readonly Proposal<Key>[]> {
    // What this process has stored until now can leave the index.
    if (check !== undefined) this.#options.tickets.turn()
    const reading = await this.#open(options)
    const goneAbove = new Set<string>()
    let { foreign } = reading
    for await (const part of this.#load(reading, check !== undefined)) {
      let asked: Promise<readonly Proposal<Key>[]> | undefined
      for await (const { proposals, skipped } of this.#propose(part)) {
        foreign += skipped
        // The servers look for these while we look at the next.
        const next = check === undefined ? Promise.resolve(proposals) : check(proposals, part)
        next.catch(() => {})
        if (asked !== undefined) yield await asked
        asked = next
      }
      const last = await asked
      foreign += part.table.foreign
      for (const id of part.goneAbove()) goneAbove.add(id)
      for (const leftover of part.leftovers()) onLeftover(leftover)
      if (last !== undefined) yield last
    }
    for (const leftover of leftoversAbove(reading, goneAbove)) onLeftover(leftover)
    if (foreign > 0) {
      const problem = `${foreign} lines of the list of keys are of another writer, and were skipped`
      this.#options.onSkipped(new TrackerError('foreign-lines', problem))
    }
  }

  /** Gives the keys that a part names, in batches; `skipped` says how many of its lines name none. */
  async *#propose(
    part: LoadedPart,
  ): AsyncGenerator<{ readonly proposals: readonly Proposal<Key>[]; readonly skipped: number }> {
    const { table } = part
    let proposals: Proposal<Key>[] = []
    let skipped = 0
    for (let line = 0; line < table.length; line++) {
      if (line % LINES_AT_ONCE === LINES_AT_ONCE - 1) await nextTurn()
      if (table.firstOf(line) !== line) continue
      const proposal = this.#toProposal(table, line)
      if (proposal === undefined) skipped++
      else if (proposals.push(proposal) === KEYS_AT_ONCE) {
        yield { proposals, skipped }
        proposals = []
        skipped = 0
        await nextTurn()
      }
    }
    if (proposals.length > 0 || skipped > 0) yield { proposals, skipped }
  }

  /** What a line names; `undefined` when that is no key, for the server may hold what somebody else wrote. */
  #toProposal(table: LineTable, line: number): Proposal<Key> | undefined {
    try {
      const key: Key = JSON.parse(table.jsonOf(line))
      const raw = table.isRaw(line)
      return { line, key, raw, memcachedKey: this.#options.memcachedKey(key, raw) }
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }
}
