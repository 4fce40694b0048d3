import type { CasItem, Milliseconds } from '@lmc/transport'
import { joinBytes } from '../lines/join-bytes.ts'
import { decodeText, STAMP, STAMP_BYTES } from '../lines/line-format.ts'
import { LineTable } from '../lines/line-table.ts'
import { mergeLines } from '../lines/merge-lines.ts'
import { encodeLines } from '../lines/some-lines.ts'

/** The most bytes that are remembered of one item. An item on top that has more takes no more lines. */
const MOST_BYTES = 256 * 1024

/** So long after its creation at most, an item has its stamp among those beside it. */
const STAMPED_AFTER: Milliseconds = 10_000

const NOTHING = new Uint8Array(0)

/**
 * What this process knows of the lines of one item. It knows the lines that it has appended itself, and those
 * that it read before it rewrote the item. Where memcached has evicted the item, these lines are appended
 * again. They may name keys that are gone, which a listing leaves out.
 */
export class AppendedLines {
  /** The stamps beside the item, as this process has seen them last. */
  stamps: string | undefined
  #bytes: Uint8Array = NOTHING
  #byteLength = 0
  /** How many bytes this process has appended. */
  #appended = 0
  /** What `#appended` was when lines were left out for room. */
  #shortenedAt = -1
  /** The version of the item that the bytes begin with. */
  #cas: string | undefined
  /** The stamp that the item began with. */
  #first: string | undefined
  /** Lines that were not seen again in an item that began with another stamp: it may be a new item. */
  #doubtful: Uint8Array = NOTHING
  #doubtfulSince: Milliseconds = 0

  /** How many bytes are remembered. */
  get byteLength(): number {
    return this.#doubtful.byteLength + this.#byteLength
  }

  /** How many bytes this process has appended. */
  get appended(): number {
    return this.#appended
  }

  /** Remembers what is being appended. */
  append(bytes: Uint8Array): void {
    this.#appended += bytes.byteLength
    const end = this.#byteLength + bytes.byteLength
    if (end > this.#bytes.byteLength) {
      // Most items get one line, so there is no room beside the first ones.
      const more = new Uint8Array(this.#byteLength === 0 ? end : 2 * end)
      more.set(this.#bytes.subarray(0, this.#byteLength))
      this.#bytes = more
    }
    this.#bytes.set(bytes, this.#byteLength)
    this.#byteLength = end
    if (this.byteLength > MOST_BYTES) this.#shorten()
  }

  /**
   * Remembers what the item held.
   *
   * @param before what `appended` was when the item was asked for.
   */
  saw({ value, cas }: CasItem, before: number, now: Milliseconds): void {
    if (before <= this.#shortenedAt) return
    const bytes = this.#bytes.subarray(0, this.#byteLength)
    const first = stampOf(value)
    if (first === undefined || first !== this.#first) {
      this.#doubtful = joinBytes([this.#doubtful, withoutStamp(bytes)])
      this.#doubtfulSince = now
    }
    const since = Math.max(0, bytes.byteLength - (this.#appended - before))
    this.#set(value, bytes.subarray(since))
    this.#first = first
    this.#cas = cas
    if (this.byteLength > MOST_BYTES) this.#shorten()
  }

  /** Says that `bytes` are in the place of the item now. What was appended since stands behind them. */
  replaced(item: CasItem, bytes: Uint8Array): void {
    if (this.#cas !== item.cas) return
    this.#set(bytes, this.#bytes.subarray(item.value.byteLength, this.#byteLength))
    this.#first = stampOf(bytes)
  }

  /** Says that the item has its stamps still: it is the one that this process has known. */
  found(now: Milliseconds): void {
    if (now - this.#doubtfulSince > STAMPED_AFTER) this.#doubtful = NOTHING
  }

  /** What is to be appended where the item is gone. */
  lines(): Uint8Array {
    const bytes = withoutStamp(this.#bytes.subarray(0, this.#byteLength))
    return this.#doubtful.byteLength === 0 ? bytes : joinBytes([this.#doubtful, bytes])
  }

  /** What is given is never written to: there is no room behind it. */
  #set(bytes: Uint8Array, tail: Uint8Array = NOTHING): void {
    this.#bytes = tail.byteLength === 0 ? bytes : joinBytes([bytes, tail])
    this.#byteLength = this.#bytes.byteLength
    this.#cas = undefined
  }

  /** Leaves out duplicates, and the oldest lines where that is not enough. */
  #shorten(): void {
    const merged = mergeLines(LineTable.of(this.lines()), () => false)
    let bytes = encodeLines(merged)
    for (let { lines } = merged; bytes.byteLength > MOST_BYTES / 2; bytes = encodeLines({ ...merged, lines }))
      lines = lines.slice(Math.ceil(lines.length / 2))
    this.#doubtful = NOTHING
    this.#set(bytes)
    this.#shortenedAt = this.#appended
  }
}

function stampOf(bytes: Uint8Array): string | undefined {
  return bytes[0] === STAMP ? decodeText(bytes.subarray(0, STAMP_BYTES)) : undefined
}

function withoutStamp(bytes: Uint8Array): Uint8Array {
  return bytes[0] === STAMP ? bytes.subarray(STAMP_BYTES) : bytes
}
