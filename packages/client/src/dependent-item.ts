import type { Item } from '@lmc/transport'

// Items outlive the program that wrote them: a change here orphans every stored item that has dependencies.

/** Set beside the codec's flags: before the value stands what it depends on. */
const DEPENDENT_FLAG = 64

const COUNT_BYTES = 2
const DIGEST_BYTES = 16
/** The length of a generation, in bytes. */
export const GENERATION_BYTES = 8
const ENTRY_BYTES = DIGEST_BYTES + GENERATION_BYTES

/** What a value can depend on at most. */
export const MOST_DEPENDENCIES: number = 2 ** 16 - 1

/** What a value depends on. */
export interface Generation {
  /** The dependency's, 32 hexadecimal digits. */
  readonly digest: string
  /** The dependency's generation when the value was set. */
  readonly generation: Uint8Array
}

/** Puts before a value what it depends on: their number, and for each its digest and its generation. */
export function toDependentItem({ value, flags }: Item, generations: readonly Generation[]): Item {
  const header = Buffer.allocUnsafe(COUNT_BYTES + generations.length * ENTRY_BYTES)
  let at = header.writeUInt16BE(generations.length)
  for (const { digest, generation } of generations) {
    header.write(digest, at, 'hex')
    header.set(generation, at + DIGEST_BYTES)
    at += ENTRY_BYTES
  }
  return { value: Buffer.concat([header, value]), flags: flags | DEPENDENT_FLAG }
}

/** Whether `toDependentItem` may have made the item. */
export function isDependent({ flags }: Item): boolean {
  return (flags & DEPENDENT_FLAG) !== 0
}

/** A stored value and what it depends on. */
export interface DependentItem {
  readonly generations: readonly Generation[]
  /** As it was before `toDependentItem`; a view of the same bytes. */
  readonly item: Item
}

/** The opposite of `toDependentItem`, for what `isDependent`; `undefined` for an item that it has not made. */
export function fromDependentItem({ value, flags }: Item): DependentItem | undefined {
  if (value.length < COUNT_BYTES) return undefined
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const end = COUNT_BYTES + bytes.readUInt16BE() * ENTRY_BYTES
  if (value.length < end) return undefined
  const generations: Generation[] = []
  for (let at = COUNT_BYTES; at < end; at += ENTRY_BYTES) {
    const middle = at + DIGEST_BYTES
    const digest = bytes.toString('hex', at, middle)
    generations.push({ digest, generation: bytes.subarray(middle, at + ENTRY_BYTES) })
  }
  return { generations, item: { value: bytes.subarray(end), flags: flags & ~DEPENDENT_FLAG } }
}
