/** The kind of a value, for the columns of the tables. */
export type Kind = 'text' | 'long text' | 'integer' | 'fraction' | 'boolean' | 'null' | 'data' | 'bytes'

export const kinds: readonly Kind[] = [
  'text',
  'long text',
  'integer',
  'fraction',
  'boolean',
  'null',
  'data',
  'bytes',
]

const PHRASE = 'all work and no play'

/**
 * The exchanged values by their keys. They are the values of `clients/javascript/run-client.mjs` and of the
 * programs beside it.
 */
export const values: readonly (readonly [key: string, kind: Kind, value: unknown])[] = [
  ['text', 'text', 'plain'],
  ['unicode', 'text', 'grüße 鍵'],
  ['empty', 'text', ''],
  ['lines', 'text', 'a\r\nb\\\nc'],
  ['digits', 'text', '42'],
  ['long', 'long text', `${PHRASE} `.repeat(200)],
  ['integer', 'integer', 42],
  ['negative', 'integer', -7],
  ['fraction', 'fraction', 1.5],
  ['yes', 'boolean', true],
  ['no', 'boolean', false],
  ['nothing', 'null', null],
  ['list', 'data', [1, 'a', null]],
  ['object', 'data', { a: [1, 2], b: 'é' }],
  ['large', 'data', { items: Array.from({ length: 200 }, () => PHRASE) }],
  ['bytes', 'bytes', Uint8Array.of(0, 0xff, 0x80, 0x0d, 0x0a)],
  ['byteDigits', 'bytes', Uint8Array.from(Buffer.from('42'))],
]
