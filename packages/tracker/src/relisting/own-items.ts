import type { CasItem, Milliseconds } from '@lmc/transport'
import { AppendedLines } from './appended-lines.ts'

/** How many items are looked at that were appended to since they were looked at last. */
const MOST_APPENDED_TO = 1000

/** How many of the other items on top are looked at, one after the other in turn. */
const MOST_OTHERS = 64

/** How many of those below, likewise. All processes have those in common, so few are enough. */
const MOST_BELOW_AT_ONCE = 8

/** The most bytes that are remembered of all items on top; the oldest items are forgotten. */
const MOST_BYTES = 16 * 1024 * 1024

/** What an item takes in memory beside its lines. */
const ITEM_BYTES = 256

/** How many items below are remembered; the oldest are forgotten. */
const MOST_BELOW = 10_000

/** The items of lists that this process has appended to, by their memcached keys. */
export class OwnItems {
  /** Those on top, with their lines. Those that were looked at last stand last. */
  readonly #onTop = new Map<string, AppendedLines>()
  /** Those below hold too much to be remembered. */
  readonly #below = new Set<string>()
  readonly #appendedTo = new Set<string>()
  #byteLength = 0

  /** Whether something was appended on top since all such items were looked at. */
  get hasGrown(): boolean {
    return this.#appendedTo.size > 0
  }

  /** What is known of an item on top. */
  get(item: string): AppendedLines | undefined {
    return this.#onTop.get(item)
  }

  /** Remembers what is being appended to an item on top. */
  appended(item: string, bytes: Uint8Array): void {
    let lines = this.#onTop.get(item)
    if (lines === undefined) {
      lines = new AppendedLines()
      this.#onTop.set(item, lines)
      this.#byteLength += ITEM_BYTES
    }
    this.#byteLength -= lines.byteLength
    lines.append(bytes)
    this.#byteLength += lines.byteLength
    this.#appendedTo.add(item)
    if (this.#byteLength > MOST_BYTES) this.#forgetOldest()
  }

  /** Says that this process has appended to an item below. */
  appendedBelow(item: string): void {
    this.#below.add(item)
    if (this.#below.size > MOST_BELOW) this.#below.delete(firstOf(this.#below, 1)[0] ?? '')
  }

  /**
   * Remembers what an item held; `before` is what `appended` of its lines was when the item was asked for.
   */
  saw(item: string, content: CasItem, before: number, now: Milliseconds): void {
    const lines = this.#onTop.get(item)
    if (lines === undefined) return
    this.#byteLength -= lines.byteLength
    lines.saw(content, before, now)
    this.#byteLength += lines.byteLength
  }

  /** Says that `bytes` are in the place of what an item held. */
  replaced(item: string, content: CasItem, bytes: Uint8Array): void {
    const lines = this.#onTop.get(item)
    if (lines === undefined) return
    this.#byteLength -= lines.byteLength
    lines.replaced(content, bytes)
    this.#byteLength += lines.byteLength
  }

  /** The items on top whose turn it is to be looked at. */
  dueOnTop(): string[] {
    const due = new Set(firstOf(this.#appendedTo, MOST_APPENDED_TO))
    for (const item of due) this.#appendedTo.delete(item)
    for (const item of firstOf(this.#onTop.keys(), MOST_OTHERS)) {
      const lines = this.#onTop.get(item)
      if (lines === undefined) continue
      this.#onTop.delete(item)
      this.#onTop.set(item, lines)
      due.add(item)
    }
    return [...due]
  }

  /** The items below whose turn it is to be looked at. */
  dueBelow(): string[] {
    const due = firstOf(this.#below, MOST_BELOW_AT_ONCE)
    for (const item of due) {
      this.#below.delete(item)
      this.#below.add(item)
    }
    return due
  }

  #forgetOldest(): void {
    for (const [item, { byteLength }] of this.#onTop) {
      if (this.#byteLength <= MOST_BYTES) return
      this.#onTop.delete(item)
      this.#appendedTo.delete(item)
      this.#byteLength -= byteLength + ITEM_BYTES
    }
  }
}

function firstOf(all: Iterable<string>, most: number): string[] {
  const first: string[] = []
  for (const one of all) {
    if (first.length === most) break
    first.push(one)
  }
  return first
}
