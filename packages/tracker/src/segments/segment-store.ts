import type { CallOptions, CasItem, Item, Transport } from '@lmc/transport'
import { type Segment, segmentKey } from './segment.ts'
import { getWhatIsThere, hasWhatIsThere, type OnPartial } from '../listing/partial-answers.ts'

const NOTHING = new Uint8Array(0)

/** `appended` to what was there, `created` where nothing was, or `full`: the segment takes no more. */
export type AppendOutcome = 'appended' | 'created' | 'full'

/** The items of one index, each by its place. */
export class SegmentStore {
  readonly #transport: Transport
  readonly #name: string
  /** The memcached keys of the segments that took the last that was appended to them here. */
  readonly #known = new Set<string>()

  constructor(transport: Transport, name: string) {
    this.#transport = transport
    this.#name = name
  }

  /** Resolves to what became of the bytes. The first command has gone out when this returns. */
  async append(segment: Segment, bytes: Uint8Array): Promise<AppendOutcome> {
    const key = segmentKey(this.#name, segment)
    if (this.#known.has(key)) {
      if (await this.#transport.append(key, bytes)) return 'appended'
      this.#known.delete(key)
    }
    // An empty one in the same batch, so that the bytes are there before what is sent after them even if this process ends right now.
    const [isCreated, isAppended] = await Promise.all([
      this.#transport.add(key, NOTHING),
      this.#transport.append(key, bytes),
    ])
    if (!isAppended) return 'full'
    this.#known.add(key)
    return isCreated ? 'created' : 'appended'
  }

  /** Resolves to the bytes of those segments that are there. */
  async read(
    segments: readonly Segment[],
    options: CallOptions,
    onPartial: OnPartial,
  ): Promise<{ segment: Segment; value: Uint8Array }[]> {
    const keys = segments.map((segment) => segmentKey(this.#name, segment))
    const items: ReadonlyMap<string, Item> = await getWhatIsThere(this.#transport, keys, options, onPartial)
    return segments.flatMap((segment, at) => {
      const item = items.get(keys[at] ?? '')
      return item === undefined ? [] : [{ segment, value: item.value }]
    })
  }

  /** Resolves to those segments that are there. */
  async find(segments: readonly Segment[], options: CallOptions, onPartial: OnPartial): Promise<Segment[]> {
    const keys = segments.map((segment) => segmentKey(this.#name, segment))
    const there = await hasWhatIsThere(this.#transport, keys, options, onPartial)
    return segments.filter((_, at) => there.has(keys[at] ?? ''))
  }

  /** Resolves to a segment's bytes with their version. */
  async gets(segment: Segment): Promise<CasItem | undefined> {
    return this.#transport.gets(segmentKey(this.#name, segment))
  }

  /** Puts other bytes in the place of a version, unless something was appended to it meanwhile: resolves to whether it did. */
  async replace(segment: Segment, bytes: Uint8Array, { cas }: CasItem): Promise<boolean> {
    return this.#transport.compareAndSet(segmentKey(this.#name, segment), bytes, cas)
  }
}
