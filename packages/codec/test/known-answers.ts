export interface KnownAnswer {
  readonly value: unknown
  readonly bytes: Uint8Array
  readonly flags: number
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/**
 * Items outlive the process that stored them, and programs in other languages read them by these flags. To
 * change a line of this table is to orphan every item of its kind, in every cache.
 */
export const knownAnswers: readonly KnownAnswer[] = [
  { value: Uint8Array.of(), bytes: Uint8Array.of(), flags: 0 },
  { value: Uint8Array.of(0, 255, 10), bytes: Uint8Array.of(0, 255, 10), flags: 0 },
  { value: 0, bytes: utf8('0'), flags: 2 },
  { value: 42, bytes: utf8('42'), flags: 2 },
  { value: -1, bytes: utf8('-1'), flags: 2 },
  { value: 9007199254740991, bytes: utf8('9007199254740991'), flags: 2 },
  { value: -9007199254740991, bytes: utf8('-9007199254740991'), flags: 2 },
  { value: '', bytes: Uint8Array.of(), flags: 16 },
  { value: '42', bytes: utf8('42'), flags: 16 },
  { value: 'ä', bytes: Uint8Array.of(0xc3, 0xa4), flags: 16 },
  { value: '日', bytes: Uint8Array.of(0xe6, 0x97, 0xa5), flags: 16 },
  { value: '😀', bytes: Uint8Array.of(0xf0, 0x9f, 0x98, 0x80), flags: 16 },
  { value: '\uFEFFa', bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), flags: 16 },
  { value: 'nul\0', bytes: Uint8Array.of(0x6e, 0x75, 0x6c, 0), flags: 16 },
  { value: '\uD83D!', bytes: utf8(String.raw`"\ud83d!"`), flags: 48 },
  { value: -0, bytes: utf8('-0'), flags: 48 },
  { value: 1.5, bytes: utf8('1.5'), flags: 48 },
  { value: 2 ** 53, bytes: utf8('9007199254740992'), flags: 48 },
  { value: 1e21, bytes: utf8('1e+21'), flags: 48 },
  { value: 5e-324, bytes: utf8('5e-324'), flags: 48 },
  { value: true, bytes: utf8('true'), flags: 48 },
  { value: false, bytes: utf8('false'), flags: 48 },
  { value: null, bytes: utf8('null'), flags: 48 },
  { value: [], bytes: utf8('[]'), flags: 48 },
  { value: {}, bytes: utf8('{}'), flags: 48 },
  { value: { name: 'Jörg', ids: [1, 2] }, bytes: utf8('{"name":"Jörg","ids":[1,2]}'), flags: 48 },
]
