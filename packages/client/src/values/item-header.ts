import { CodecError, Flag } from '@lmc/codec'
import type { Item } from '@lmc/transport'

// Items outlive the program that wrote them: a change here orphans every stored item that has a header.

/** A header begins so: no text, no JSON, no pickle does. The last byte is the version. */
const MAGIC: Uint8Array = Uint8Array.of(0x00, 0x6c, 0x6d, 0x63, 1)

/**
 * The flags of an item with a header. Whatever stands behind it, Python's clients take the item for a pickle that cannot be read, which is a miss to
 * them; the flags that the codec gave are in the header.
 */
const HEADED = Flag.header | Flag.pickle

/** What a field is of. */
const Field = { end: 0, dependencies: 1, sharedDependencies: 2 } as const

const FLAGS_BYTES = 4
const DIGEST_BYTES = 16
/** The length of a generation, in bytes. */
export const GENERATION_BYTES = 8
const ENTRY_BYTES = DIGEST_BYTES + GENERATION_BYTES

/** How many dependencies of a kind a value has at most: their count is one byte. */
export const MOST_DEPENDENCIES = 255

/** Something that a value depends on. */
export interface Generation {
  /** The dependency's digest, 32 hexadecimal digits. */
  readonly digest: string
  /** The dependency's generation when the value was set. */
  readonly generation: Uint8Array
}

/** What the client keeps beside a value. */
export interface ItemHeader {
  /** Dependencies of the value's namespace. */
  readonly dependencies: readonly Generation[]
  /** Dependencies that all namespaces share. */
  readonly sharedDependencies: readonly Generation[]
}

const NOTHING: ItemHeader = { dependencies: [], sharedDependencies: [] }

/** An item as the codec made it, and what stood before its bytes. */
export interface HeadedItem {
  readonly header: ItemHeader
  /** A view of the same bytes. */
  readonly item: Item
}

/** Puts a header before an item. */
export function withHeader({ value, flags }: Item, header: ItemHeader): Item {
  const lists = [header.dependencies, header.sharedDependencies]
  const entries = lists.reduce((sum, { length }) => sum + (length > 0 ? 2 + length * ENTRY_BYTES : 0), 0)
  const bytes = new Uint8Array(MAGIC.length + FLAGS_BYTES + entries + 1 + value.length)
  bytes.set(MAGIC)
  const view = new DataView(bytes.buffer)
  view.setUint32(MAGIC.length, flags)
  let at = MAGIC.length + FLAGS_BYTES
  for (const [index, generations] of lists.entries()) {
    if (generations.length === 0) continue
    bytes[at++] = index === 0 ? Field.dependencies : Field.sharedDependencies
    bytes[at++] = generations.length
    for (const { digest, generation } of generations) {
      bytes.set(Buffer.from(digest, 'hex'), at)
      bytes.set(generation, at + DIGEST_BYTES)
      at += ENTRY_BYTES
    }
  }
  bytes[at++] = Field.end
  bytes.set(value, at)
  return { value: bytes, flags: HEADED }
}

/**
 * Gives an item as it is to be stored when nothing is kept beside it: as it is, but for one that could be taken for an item with a header.
 */
export function withoutHeader(item: Item): Item {
  return hasHeader(item) ? withHeader(item, NOTHING) : item
}

/** Whether a header stands before the item's bytes. */
export function hasHeader({ value, flags }: Item): boolean {
  return (flags & Flag.header) !== 0 && MAGIC.subarray(0, -1).every((byte, index) => value[index] === byte)
}

/**
 * Takes apart an item that has a header.
 *
 * @throws {CodecError} `malformed` when the header is of another version, or cut off, or no header.
 */
export function readHeader({ value }: Item): HeadedItem {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const start = MAGIC.length + FLAGS_BYTES
  if (value.length <= start) throw malformed()
  if (value[MAGIC.length - 1] !== MAGIC.at(-1)) throw malformed()
  let dependencies: Generation[] = []
  let sharedDependencies: Generation[] = []
  let at = start
  for (let field = value[at++]; field !== Field.end; field = value[at++]) {
    const count = value[at++] ?? 0
    const end = at + count * ENTRY_BYTES
    if (count === 0 || end >= value.length) throw malformed()
    const generations = readGenerations(value, at, end)
    if (field === Field.dependencies) dependencies = generations
    else if (field === Field.sharedDependencies) sharedDependencies = generations
    else throw malformed()
    at = end
  }
  const item = { value: value.subarray(at), flags: view.getUint32(MAGIC.length) }
  return { header: { dependencies, sharedDependencies }, item }
}

function readGenerations(value: Uint8Array, start: number, end: number): Generation[] {
  const generations: Generation[] = []
  for (let at = start; at < end; at += ENTRY_BYTES) {
    const middle = at + DIGEST_BYTES
    const digest = Buffer.from(value.buffer, value.byteOffset + at, DIGEST_BYTES).toString('hex')
    generations.push({ digest, generation: value.subarray(middle, at + ENTRY_BYTES) })
  }
  return generations
}

function malformed(): CodecError {
  return new CodecError('malformed', 'Stored value begins with a header that this version of lmc cannot read')
}
