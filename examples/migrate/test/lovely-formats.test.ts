import { isCodecError } from '@lmc/codec'
import { describe, expect, it } from 'vitest'
import { lovelyKey } from '../src/lovely-memcached/lovely-key.ts'
import { plainPickle } from '../src/lovely-memcached/plain-pickle.ts'
import answers from './lovely-answers.json' with { type: 'json' }

// `lovely-answers.json` was written by lovely.memcached 0.2.2 on Python 2.7.18: what a cache of its users
// holds.
const pickled = answers.filter(({ raw }) => raw !== true)
const bytesOf = ({ value }: { value: string }): Uint8Array => new Uint8Array(Buffer.from(value, 'base64'))

/** What the values are in JavaScript, by how Python shows them. */
const inJavaScript = new Map<string, unknown>([
  ["'cached value'", 'cached value'],
  ["u'cached value \\xe4'", 'cached value ä'],
  ["'x'", 'x'],
  ['[1]', [1]],
  ["''", ''],
  ["u'gr\\xfc\\xdfe \\u4e16\\u754c \\U0001f600'", 'grüße 世界 😀'],
  ['None', null],
  ['True', true],
  ['1.5', 1.5],
  ['100000000000000000000L', 100_000_000_000_000_000_000n],
  ["[1, 'two', [3.25, None, False]]", [1, 'two', [3.25, null, false]]],
  ["(1, 2, ('a',))", [1, 2, ['a']]],
  ['[[], (), {}]', [[], [], {}]],
  [
    "{'nested': {'x': {}}, 'tags': ['a', u'b\\n\\\\'], 'id': 7, 'name': u'J\\xf6rg'}",
    { nested: { x: {} }, tags: ['a', 'b\n\\'], id: 7, name: 'Jörg' },
  ],
  [String.raw`'it\'s "quoted"\n\\ \x00'`, 'it\'s "quoted"\n\\ \0'],
  ["[['same'], ['same']]", [['same'], ['same']]],
  [String.raw`'\xff\xfe'`, Uint8Array.of(255, 254)],
  [String.raw`u'\U0001f600 \\u0041'`, String.raw`😀 \u0041`],
])

describe('lovelyKey', () => {
  it.each(pickled)('is what lovely.memcached gave for $keyIs $key of the namespace $namespace', (answer) => {
    const textIs = answer.keyIs === 'unicode' ? 'unicode' : 'str'
    expect(lovelyKey(answer.key, answer.namespace, textIs)).toBe(answer.memcachedKey)
  })

  it('has no namespace where that is empty, as in lovely.memcached', () => {
    expect(lovelyKey('cache_key', '')).toBe('188693688126b424eb89e1385eca6f01')
  })
})

describe('plainPickle', () => {
  it.each(pickled)('reads $python', (answer) => {
    const expected = inJavaScript.has(answer.python) ? inJavaScript.get(answer.python) : Number(answer.python)
    expect(plainPickle().decode(bytesOf(answer), answer.flags)).toEqual(expected)
  })

  it.each([
    'text',
    'grüße 世界 😀',
    'it\'s "quoted"\n\\ \0',
    '\u{ff}',
    '',
    -7,
    2 ** 53 - 1,
    1e21,
    5e-324,
    0.1,
    true,
    null,
    [],
    {},
    [1, 'two', [3.25, null, false]],
    { nested: { x: {} }, tags: ['a', 'b\n\\'], id: 7, name: 'Jörg' },
    JSON.parse('{"__proto__": {"admin": true}}'),
  ])('reads %j, which it has written', (value) => {
    const { value: bytes, flags } = plainPickle().encode(value)
    expect(flags).toBe(0)
    expect(plainPickle().decode(bytes, flags)).toEqual(value)
  })

  it.each([[new Date(0)], [new Map()], [undefined], [{ at: 1n }], [[Number.NaN]]])(
    'refuses %s, which it could not give back',
    (value) => {
      expect(() => plainPickle().encode(value)).toThrow(
        expect.objectContaining({ name: 'CodecError', code: 'unsupported-type' }),
      )
    },
  )

  it.each([
    ['a call of os.system', "cos\nsystem\n(S'true'\ntR."],
    ['an instance', '(i__main__\nUser\np1\n(dp2\nb.'],
    ['protocol 2', '\u{80}\u{2}}q\u{1}.'],
    ['text', 'hello'],
    ['nothing', ''],
    ['a value and more', 'I1\nI2\n.'],
    ['bytes behind the end', 'I1\n.I1\n'],
    ['a list without a mark', 'l.'],
    ['a name that is a list', '(d(lI1\ns.'],
    ['an item for a text', "S'a'\nI1\na."],
    ['a name for a list', "(lS'a'\nI1\ns."],
    ['what was not kept', 'g1\n.'],
    ['half a text', "S'a\n."],
    ['a character that is none', 'V\\U00110000\n.'],
    ['a float that is none', 'Fone\n.'],
    ['an integer that is none', 'I1.5\n.'],
  ])('reads no %s', (_, pickle) => {
    expect(() => plainPickle().decode(Buffer.from(pickle, 'latin1'), 0)).toThrow(
      expect.objectContaining({ name: 'CodecError', code: 'malformed' }),
    )
  })

  it('reads no item with flags: lovely.memcached writes none', () => {
    expect(() => plainPickle().decode(Buffer.from('I1\n.'), 16)).toThrow(
      expect.objectContaining({ code: 'unknown-flags' }),
    )
  })

  it('throws a CodecError for each pickle that is cut off', () => {
    for (const answer of pickled) {
      const bytes = bytesOf(answer)
      for (let length = 0; length < bytes.length; length++) {
        try {
          plainPickle().decode(bytes.subarray(0, length), 0)
          expect.unreachable(`${length} bytes of ${answer.python} were read`)
        } catch (error) {
          expect(isCodecError(error)).toBe(true)
        }
      }
    }
  })
})
