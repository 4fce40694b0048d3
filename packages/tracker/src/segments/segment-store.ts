import type { CallOptions, CasItem, Item, Seconds, Transport } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import { joinBytes } from '../lines/join-bytes.ts'
import { encodeText, newStamp } from '../lines/line-format.ts'
import { getWhatIsThere, hasWhatIsThere, type OnPartial } from '../partial-answers.ts'
import type { LineKeeper } from '../relisting/line-keeper.ts'
import { type Segment, segmentKey, TOP } from './segment.ts'

const NOTHING = new Uint8Array(0)

/**
 * How long others leave the upkeep of a segment to the process that has begun it; that may be killed
 * meanwhile.
 */
const LEASE: Seconds = 5

/** `appended` to what was there, `created` where nothing was, or `full`: the segment takes no more. */
export type AppendOutcome = 'appended' | 'created' | 'full'

/** A segment, and what it held when it was read. */
export interface SegmentContent {
  readonly segment: Segment
  readonly value: Uint8Array
}

/** The items of one index, each by its place. */
export class SegmentStore {
  readonly #transport: Transport
  readonly #name: string
  readonly #keeper: LineKeeper
  /** The memcached keys of the segments that took the last that was appended to them here. */
  readonly #known = new Set<string>()

  constructor(transport: Transport, name: string, keeper: LineKeeper) {
    this.#transport = transport
    this.#name = name
    this.#keeper = keeper
  }

  /** Resolves to what became of the bytes. The first command has gone out when this returns. */
  async append(segment: Segment, bytes: Uint8Array): Promise<AppendOutcome> {
    const key = segmentKey(this.#name, segment)
    const isOnTop = segment.level === TOP.level
    if (isOnTop) this.#keeper.appended(key, bytes)
    else this.#keeper.appendedBelow(key)
    if (this.#known.has(key)) {
      if (await this.#transport.append(key, bytes)) return 'appended'
      this.#known.delete(key)
    }
    // Created in the same batch, so that the bytes are there before what is sent after them even if this
    // process ends right now.
    const [isCreated, isAppended] = isOnTop
      ? await this.#keeper.createAndAppend(key, bytes)
      : await Promise.all([this.create(segment), this.#transport.append(key, bytes)])
    if (!isAppended) return 'full'
    this.#known.add(key)
    return isCreated ? 'created' : 'appended'
  }

  /** Creates a segment without lines. Resolves to `false` where there was one. */
  async create(segment: Segment): Promise<boolean> {
    const key = segmentKey(this.#name, segment)
    if (segment.level === TOP.level) return this.#keeper.create(key)
    return this.#transport.add(key, encodeText(newStamp()))
  }

  /** Resolves to those segments that are there, with what they hold. */
  async read(
    segments: readonly Segment[],
    options: CallOptions,
    onPartial: OnPartial,
  ): Promise<SegmentContent[]> {
    if (segments.length === 0) return []
    const keys = segments.map((segment) => segmentKey(this.#name, segment))
    const items: ReadonlyMap<string, Item> = await getWhatIsThere(this.#transport, keys, options, onPartial)
    return segments.flatMap((segment, at) => {
      const item = items.get(keys[at] ?? '')
      return item === undefined ? [] : [{ segment, value: item.value }]
    })
  }

  /** Resolves to those segments that are there. */
  async find(segments: readonly Segment[], options: CallOptions, onPartial: OnPartial): Promise<Segment[]> {
    if (segments.length === 0) return []
    const keys = segments.map((segment) => segmentKey(this.#name, segment))
    const there = await hasWhatIsThere(this.#transport, keys, options, onPartial)
    return segments.filter((_, at) => there.has(keys[at] ?? ''))
  }

  /** Resolves to a segment's bytes with their version. */
  async gets(segment: Segment): Promise<CasItem | undefined> {
    return this.#keeper.gets(segmentKey(this.#name, segment))
  }

  /**
   * Puts bytes, one part behind the other, in the place of a version, unless something was appended to it
   * meanwhile. Resolves to how many bytes the segment has now.
   */
  async replace(segment: Segment, parts: readonly Uint8Array[], item: CasItem): Promise<number | undefined> {
    const stamped = joinBytes([encodeText(newStamp()), ...parts])
    const isReplaced = await this.#keeper.replace(segmentKey(this.#name, segment), item, stamped)
    return isReplaced ? stamped.byteLength : undefined
  }

  /**
   * Does what only one process should do with a segment at a time. Resolves to whether this one has done it:
   * another one may be about to, or was killed some seconds ago.
   *
   * @param work resolves to whether the next one may begin; otherwise the others leave the segment alone for
   * some seconds.
   */
  async withLease(segment: Segment, work: () => Promise<boolean>): Promise<boolean> {
    const key = `${segmentKey(this.#name, segment)}:lease`
    if (!(await this.#transport.add(key, NOTHING, { lifetime: LEASE }))) return false
    if (await work()) inBackground(this.#transport.delete(key))
    return true
  }

  /** The server that holds the segment. */
  serverOf(segment: Segment): string {
    return this.#transport.serverOf(segmentKey(this.#name, segment))
  }
}
