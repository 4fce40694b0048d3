import { CodecError, Flag } from '@lmc/codec'
import type { Item } from '@lmc/transport'
import { type Freshness, FRESHNESS_BYTES, readFreshness, writeFreshness } from './freshness-field.ts'
import { type Generation, generationsLength, readGenerations, writeGenerations } from './generations-field.ts'
import { type Lease, LEASE_BYTES, readLease, writeLease } from './lease-field.ts'

// Items outlive the program that wrote them. A change here orphans every stored item with a header.

/** The first bytes of a header. No text, no JSON and no pickle begins so. The last byte is the version. */
const MAGIC: Uint8Array = Uint8Array.of(0x00, 0x6c, 0x6d, 0x63, 1)

/**
 * The flags of an item with a header. Python's clients take such an item for a pickle that they cannot read,
 * which is a miss to them. The codec's own flags are in the header.
 */
const HEADED = Flag.header | Flag.pickle

/** The flags of a lease, which stands in the value's place. */
export const LEASED: number = HEADED | Flag.lease

/** The fields of a header. They stand in this order, each at most once. An absent field is not written. */
const Field = { end: 0, dependencies: 1, sharedDependencies: 2, freshness: 3, lease: 4 } as const

const FLAGS_BYTES = 4
const START = MAGIC.length + FLAGS_BYTES

/** The generations of a value's dependencies, read before the value was made. */
export interface Generations {
  /** Dependencies of the value's namespace. */
  readonly dependencies: readonly Generation[]
  /** Dependencies that all namespaces share. */
  readonly sharedDependencies: readonly Generation[]
}

/** What the client keeps before a value, or in its place. */
export interface ItemHeader extends Generations {
  /** Absent: the value is fresh until it expires. */
  readonly freshness?: Freshness | undefined
  /** Present: there is no value, and one process loads it. */
  readonly lease?: Lease | undefined
}

/** A header while it is read. */
type OpenHeader = { -readonly [Name in keyof ItemHeader]: ItemHeader[Name] }

export const NO_GENERATIONS: Generations = { dependencies: [], sharedDependencies: [] }

/** An item as the codec made it, and the header before its bytes. */
export interface HeadedItem {
  readonly header: ItemHeader
  /** The value is a view of the stored bytes. */
  readonly item: Item
}

/** Puts a header before an item. */
export function withHeader({ value, flags }: Item, header: ItemHeader): Item {
  const { dependencies, sharedDependencies, freshness, lease } = header
  let length = START + 1 + value.length
  if (dependencies.length > 0) length += 1 + generationsLength(dependencies)
  if (sharedDependencies.length > 0) length += 1 + generationsLength(sharedDependencies)
  if (freshness !== undefined) length += 1 + FRESHNESS_BYTES
  if (lease !== undefined) length += 1 + LEASE_BYTES
  const bytes = new Uint8Array(length)
  bytes.set(MAGIC)
  new DataView(bytes.buffer).setUint32(MAGIC.length, flags)
  let at = START
  for (const [field, generations] of [
    [Field.dependencies, dependencies],
    [Field.sharedDependencies, sharedDependencies],
  ] as const) {
    if (generations.length === 0) continue
    bytes[at++] = field
    writeGenerations(generations, bytes, at)
    at += generationsLength(generations)
  }
  if (freshness !== undefined) {
    bytes[at++] = Field.freshness
    writeFreshness(freshness, bytes, at)
    at += FRESHNESS_BYTES
  }
  if (lease !== undefined) {
    bytes[at++] = Field.lease
    writeLease(lease, bytes, at)
    at += LEASE_BYTES
  }
  bytes[at++] = Field.end
  bytes.set(value, at)
  return { value: bytes, flags: lease === undefined ? HEADED : LEASED }
}

/**
 * Gives an item as it is to be stored. An item without a header stays as it is, unless its own bytes could be
 * taken for a header. Such an item gets an empty header.
 */
export function toStored(item: Item, header: ItemHeader | undefined): Item {
  if (header !== undefined) return withHeader(item, header)
  return hasHeader(item) ? withHeader(item, NO_GENERATIONS) : item
}

/** Whether a header stands before the item's bytes. */
export function hasHeader({ value, flags }: Item): boolean {
  return (flags & Flag.header) !== 0 && MAGIC.subarray(0, -1).every((byte, index) => value[index] === byte)
}

/**
 * Separates an item from its header.
 *
 * @throws {CodecError} `malformed` when the header is of another version, or cut off, or no header.
 */
export function readHeader({ value }: Item): HeadedItem {
  if (value.length <= START || value[MAGIC.length - 1] !== MAGIC.at(-1)) throw malformed()
  const header: OpenHeader = { ...NO_GENERATIONS }
  let at = START
  let previous: number = Field.end
  for (let field = value[at++]; field !== Field.end; field = value[at++]) {
    if (field === undefined || field <= previous) throw malformed()
    previous = field
    at += readField(field, value, at, header)
  }
  const flags = new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(MAGIC.length)
  return { header, item: { value: value.subarray(at), flags } }
}

/** Reads one field into the header. Returns its length. */
function readField(field: number, value: Uint8Array, at: number, header: OpenHeader): number {
  switch (field) {
    case Field.dependencies:
      header.dependencies = readGenerations(value, at) ?? refuse()
      return generationsLength(header.dependencies)
    case Field.sharedDependencies:
      header.sharedDependencies = readGenerations(value, at) ?? refuse()
      return generationsLength(header.sharedDependencies)
    case Field.freshness:
      header.freshness = readFreshness(value, at) ?? refuse()
      return FRESHNESS_BYTES
    case Field.lease:
      header.lease = readLease(value, at) ?? refuse()
      return LEASE_BYTES
    default:
      return refuse()
  }
}

function refuse(): never {
  throw malformed()
}

function malformed(): CodecError {
  return new CodecError('malformed', 'Stored value begins with a header that this version of lmc cannot read')
}
