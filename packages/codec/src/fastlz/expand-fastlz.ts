import { CodecError } from '../codec-error.ts'

/** The longest distance of a short match of level 2. The distance of a long match is counted from there. */
const FAR = 8191

/** One byte of FastLZ data makes at most some 255 bytes. */
const MOST_PER_BYTE = 264

/**
 * Returns the content of FastLZ data of either level.
 *
 * @param length the length of the content. No more memory is allocated than the compressed bytes can fill.
 * @throws {CodecError} `malformed`
 * @see https://github.com/ariya/FastLZ "Block Format"
 */
export function expandFastLz(compressed: Uint8Array, length: number): Uint8Array {
  const level = (compressed[0] ?? 0) >>> 5
  if (level > 1 || length > compressed.length * MOST_PER_BYTE) throw malformed()
  const expansion = new Expansion(compressed, length)
  expansion.run(level === 1)
  return expansion.bytes
}

/** One expansion, with its positions of reading and writing. */
class Expansion {
  readonly bytes: Uint8Array
  readonly #compressed: Uint8Array
  #read = 0
  #written = 0

  constructor(compressed: Uint8Array, length: number) {
    this.#compressed = compressed
    this.bytes = new Uint8Array(length)
  }

  run(isLevel2: boolean): void {
    // The upper bits of the first instruction are the level. It is always a literal instruction.
    let instruction = this.#next() & 0x1f
    for (;;) {
      if (instruction < 0x20) this.#copyLiteral(instruction + 1)
      else this.#copyMatch(instruction, isLevel2)
      if (this.#read === this.#compressed.length) break
      instruction = this.#next()
    }
    if (this.#written !== this.bytes.length) throw malformed()
  }

  #copyLiteral(count: number): void {
    const end = this.#read + count
    if (end > this.#compressed.length || this.#written + count > this.bytes.length) throw malformed()
    this.bytes.set(this.#compressed.subarray(this.#read, end), this.#written)
    this.#read = end
    this.#written += count
  }

  #copyMatch(instruction: number, isLevel2: boolean): void {
    const shortLength = instruction >>> 5
    const count = shortLength + 2 + (shortLength === 7 ? this.#moreLength(isLevel2) : 0)
    const high = (instruction & 0x1f) << 8
    const low = this.#next()
    const isFar = isLevel2 && low === 0xff && high === 0x1f00
    const distance = 1 + (isFar ? FAR + (this.#next() << 8) + this.#next() : high + low)
    const from = this.#written - distance
    if (from < 0 || this.#written + count > this.bytes.length) throw malformed()
    // Byte by byte: a match may overlap its own output.
    for (let index = 0; index < count; index++)
      this.bytes[this.#written + index] = this.bytes[from + index] as number
    this.#written += count
  }

  #moreLength(isLevel2: boolean): number {
    let length = this.#next()
    if (!isLevel2 || length !== 0xff) return length
    for (;;) {
      const byte = this.#next()
      length += byte
      if (byte !== 0xff) return length
    }
  }

  #next(): number {
    const byte = this.#compressed[this.#read++]
    if (byte === undefined) throw malformed()
    return byte
  }
}

function malformed(): CodecError {
  return new CodecError('malformed', 'Stored value is compressed by its flags, but not FastLZ data')
}
