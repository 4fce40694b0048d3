import { CodecError } from '@lmc/codec'

/** What the opcode `(` leaves on the stack, for the list, tuple or dict that begins there. */
const MARK = Symbol('mark')

/**
 * Reads a pickle of protocol 0 that holds plain data only.
 *
 * @throws {CodecError} `malformed` for all else: instances of classes, other protocols, what is no pickle
 * @see https://docs.python.org/2.7/library/pickle.html and the opcodes in `pickletools.py` beside it
 */
export function readPickle(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const stack: unknown[] = []
  const memo = new Map<string, unknown>()
  let position = 0

  const line = (): string => {
    const end = text.indexOf('\n', position)
    if (end === -1) throw malformed('a line has no end')
    const found = text.slice(position, end)
    position = end + 1
    return found
  }
  const top = (): unknown => {
    const value = stack.at(-1)
    if (value === undefined || value === MARK) throw malformed('a value is missing')
    return value
  }
  const pop = (): unknown => {
    const value = top()
    stack.pop()
    return value
  }
  const recall = (name: string): unknown => {
    if (!memo.has(name)) throw malformed('a value is named that was not kept')
    return memo.get(name)
  }
  const popToMark = (): unknown[] => {
    const mark = stack.lastIndexOf(MARK)
    if (mark === -1) throw malformed('a mark is missing')
    return stack.splice(mark).slice(1)
  }

  while (position < text.length) {
    const opcode = text[position++]
    if (opcode === '.') {
      const value = pop()
      if (stack.length > 0 || position < text.length) throw malformed('something follows the value')
      return value
    }
    if (opcode === '(') stack.push(MARK)
    else if (opcode === 'N') stack.push(null)
    else if (opcode === 'I' || opcode === 'L') stack.push(integer(line()))
    else if (opcode === 'F') stack.push(float(line()))
    else if (opcode === 'S') stack.push(byteString(line()))
    else if (opcode === 'V') stack.push(unicode(line()))
    else if (opcode === 't' || opcode === 'l') stack.push(popToMark())
    else if (opcode === 'd') stack.push(dict(popToMark()))
    else if (opcode === 'p') memo.set(line(), top())
    else if (opcode === 'g') stack.push(recall(line()))
    else if (opcode === 'a') {
      const item = pop()
      append(top(), item)
    } else if (opcode === 's') {
      const value = pop()
      const name = pop()
      setItem(top(), name, value)
    } else throw malformed(`the opcode ${JSON.stringify(opcode)} is none of plain data`)
  }
  throw malformed('it has no end')
}

function append(list: unknown, item: unknown): void {
  if (!Array.isArray(list)) throw malformed('what an item is added to is no list')
  list.push(item)
}

function dict(items: readonly unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  for (let index = 0; index < items.length; index += 2) setItem(made, items[index], items[index + 1])
  return made
}

function setItem(target: unknown, name: unknown, value: unknown): void {
  if (typeof target !== 'object' || target === null || Array.isArray(target))
    throw malformed('what a name is set in is no dict')
  if (typeof name !== 'string' && typeof name !== 'number')
    throw malformed('a name in a dict is neither a text nor a number')
  // Also `__proto__` is then a property like any other.
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

/** Python writes its booleans as the integers 00 and 01. */
function integer(digits: string): boolean | number | bigint {
  if (digits === '00' || digits === '01') return digits === '01'
  const [, value] = /^(-?\d{1,4300})L?$/.exec(digits) ?? []
  if (value === undefined) throw malformed('an integer has other characters than digits')
  return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value)
}

function float(text: string): number {
  if (/^[+-]?(inf|nan)$/i.test(text)) return Number(text.toLowerCase().replace('inf', 'Infinity'))
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw malformed('a float is no number')
  return value
}

/** Python 2's `str`: text where the bytes are UTF-8, else the bytes. */
function byteString(repr: string): string | Uint8Array {
  const [, , body] = /^(['"])(.*)\1$/.exec(repr) ?? []
  if (body === undefined) throw malformed('a text has no quotes')
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
  const latin1 = body.replaceAll(/\\(?:x([\da-f]{2})|(.))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
  const bytes = Buffer.from(latin1, 'latin1')
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? text : new Uint8Array(bytes)
}

function unicode(text: string): string {
  return text.replaceAll(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g, (_, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? '', 16)
    if (code > 0x10_ff_ff) throw malformed('a text has a character beyond U+10FFFF')
    return String.fromCodePoint(code)
  })
}

function malformed(why: string): CodecError {
  return new CodecError('malformed', `The pickle cannot be read: ${why}`)
}
