import type { PlainKey } from '../src/index.ts'

/** The contents of a canonical text: the key, and the namespace if there is one. */
export interface ReadBack {
  readonly namespace: string | undefined
  readonly key: PlainKey
}

/**
 * Reads a canonical text, and throws for any other text. The reader never goes back and never guesses. So
 * each text can be read in one way only, which proves that no two keys share a text.
 */
export function readBack(text: string): ReadBack {
  const reader = new Reader(text)
  // Of all texts that start with a bracket, only the pair continues with a string.
  const isPair = /^\([SV]/.test(text)
  if (isPair) reader.take('(')
  const namespace = isPair ? reader.string() : undefined
  const key = reader.value()
  if (isPair) reader.take('t')
  reader.take('.')
  reader.end()
  return { namespace, key }
}

class Reader {
  #rest: string
  #memos = 0

  constructor(text: string) {
    this.#rest = text
  }

  take(expected: string): void {
    if (!this.#rest.startsWith(expected)) throw new Error(`Expected ${expected}, came ${this.#rest}`)
    this.#rest = this.#rest.slice(expected.length)
  }

  end(): void {
    if (this.#rest !== '') throw new Error(`Expected the end, came ${this.#rest}`)
  }

  value(): PlainKey {
    if (this.#rest.startsWith('(l')) return this.#list()
    if (this.#rest.startsWith('(d')) return this.#dict()
    if (this.#rest.startsWith('I')) return integerOrBoolean(this.#line('I'))
    if (this.#rest.startsWith('F')) return Number(this.#line('F'))
    if (!this.#rest.startsWith('N')) return this.string()
    this.take('N')
    return null
  }

  string(): string {
    const isAscii = this.#rest.startsWith('S')
    const string = isAscii ? unrepr(this.#line('S')) : unescape(this.#line('V'))
    if (Array.from(string).length > 1) this.#memo()
    return string
  }

  #list(): PlainKey[] {
    const items: PlainKey[] = []
    this.take('(l')
    this.#memo()
    while (!this.#isAtEndOfValue()) {
      items.push(this.value())
      this.take('a')
    }
    return items
  }

  #dict(): { [name: string]: PlainKey } {
    const properties: [string, PlainKey][] = []
    this.take('(d')
    this.#memo()
    while (!this.#isAtEndOfValue()) {
      properties.push([this.string(), this.value()])
      this.take('s')
    }
    return Object.fromEntries(properties)
  }

  #memo(): void {
    this.take(`p${++this.#memos}\n`)
  }

  #line(opcode: string): string {
    this.take(opcode)
    const [line = ''] = this.#rest.split('\n', 1)
    this.take(`${line}\n`)
    return line
  }

  #isAtEndOfValue(): boolean {
    return /^[ast.]/.test(this.#rest)
  }
}

function integerOrBoolean(digits: string): number | boolean {
  return digits === '01' ? true : digits === '00' ? false : Number(digits)
}

function unrepr(literal: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:x(..)|(.))/g, (_, hex: string | undefined, character: string) =>
      hex === undefined ? (escapes[character] ?? character) : fromHex(hex),
    )
}

function unescape(escaped: string): string {
  return escaped.replaceAll(/\\(?:u(.{4})|U(.{8}))/g, (_, short?: string, long?: string) =>
    fromHex(short ?? long ?? ''),
  )
}

function fromHex(digits: string): string {
  return String.fromCodePoint(Number.parseInt(digits, 16))
}
