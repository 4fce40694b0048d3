import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText, InvalidKeyError, type InvalidKeyErrorCode, memcachedKey } from '../src/index.ts'
import { anyKey } from './arbitraries.ts'
import { knownAnswers } from './known-answers.ts'

/** Calls with arguments that TypeScript would refuse. */
function refused(...args: readonly unknown[]): unknown {
  try {
    return Reflect.apply(memcachedKey, undefined, args)
  } catch (error) {
    return error
  }
}

// In a process or thread of its own, from the built package.
const script = (entry: string, reply: string): string => `
  const { memcachedKey } = await import(${JSON.stringify(entry)})
  const keys = [
    memcachedKey('cache_key'),
    memcachedKey('Grüße \\uD83D', { namespace: '日本' }),
    memcachedKey({ page: 2, filter: { tags: ['a', 'ß'] } }, { namespace: '' }),
  ]
  ${reply}
`
const here = [
  memcachedKey('cache_key'),
  memcachedKey('Grüße \uD83D', { namespace: '日本' }),
  memcachedKey({ filter: { tags: ['a', 'ß'] }, page: 2 }, { namespace: '' }),
]

function runNode(...args: readonly string[]): unknown {
  const cwd = new URL('..', import.meta.url)
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  )
}

describe('memcachedKey', () => {
  it.each(knownAnswers)('$key in namespace $namespace is $digest', ({ key, namespace, digest }) => {
    expect(memcachedKey(key, { namespace })).toBe(digest)
    expect(memcachedKey(key, { namespace, raw: false })).toBe(digest)
  })

  it('is the md5 of the canonical text of any key in any namespace, one byte per character', () => {
    const short = fc.record({ namespace: fc.option(fc.string(), { nil: undefined }), key: fc.string() })
    fc.assert(
      fc.property(fc.oneof(anyKey, short), ({ key, namespace }) => {
        const text = Buffer.from(canonicalText(key, namespace), 'latin1')
        expect(memcachedKey(key, { namespace })).toBe(createHash('md5').update(text).digest('hex'))
      }),
      { numRuns: 2000 },
    )
  })

  it('is the md5 of the canonical text of plain keys of any length, alone and in a namespace', () => {
    for (let length = 0; length <= 600; length++) {
      for (const namespace of [undefined, 'n', 'ns', 'n'.repeat(300)]) {
        const key = 'k'.repeat(length)
        const text = canonicalText(key, namespace)
        expect(memcachedKey(key, { namespace })).toBe(createHash('md5').update(text).digest('hex'))
      }
    }
  })

  it('has no namespace without options', () => {
    expect(memcachedKey('cache_key')).toBe('188693688126b424eb89e1385eca6f01')
    expect(memcachedKey('cache_key', {})).toBe('188693688126b424eb89e1385eca6f01')
  })

  it('the order of properties does not count', () => {
    expect(memcachedKey({ a: 1, b: { c: 2, d: 3 } })).toBe(memcachedKey({ b: { d: 3, c: 2 }, a: 1 }))
  })

  it('is the same in another process', () => {
    expect(runNode('-e', script('@lmc/keys', 'console.log(JSON.stringify(keys))'))).toEqual(here)
  })

  it('is the same in another thread', async () => {
    const { promise, resolve, reject } = withResolvers()
    const entry = new URL('../dist/index.js', import.meta.url).href
    const reply = `;(await import('node:worker_threads')).parentPort.postMessage(keys)`
    const url = new URL(`data:text/javascript,${encodeURIComponent(script(entry, reply))}`)
    const worker = new Worker(url).once('message', resolve).once('error', reject)
    expect(await promise).toEqual(here)
    await worker.terminate()
  })

  it('is the same in a runtime without node:crypto', () => {
    const preload = ['--import', new URL('fixtures/no-node.mjs', import.meta.url).href]
    expect(runNode(...preload, '-e', script('@lmc/keys', 'console.log(JSON.stringify(keys))'))).toEqual(here)
    expect(() => runNode(...preload, '-e', `await import('node:crypto')`)).toThrow(
      'This runtime has no node:crypto',
    )
  })

  it('is the same when node:crypto has no one-shot hash', () => {
    const preload = `data:text/javascript,import crypto from 'node:crypto'; delete crypto.hash`
    const reply = `console.log(JSON.stringify([...keys, typeof (await import('node:crypto')).default.hash]))`
    expect(runNode('--import', preload, '-e', script('@lmc/keys', reply))).toEqual([...here, 'undefined'])
  })

  it.each<[string, string | undefined, string]>([
    ['user:42', undefined, 'user:42'],
    ['user:42', '', 'user:42'],
    ['user:42', 'app:', 'app:user:42'],
    ['http://a/bc?x=1', 'NS_', 'NS_http://a/bc?x=1'],
    ['!', undefined, '!'],
    ['~', undefined, '~'],
    ['x'.repeat(250), undefined, 'x'.repeat(250)],
    ['x'.repeat(247), 'ns:', `ns:${'x'.repeat(247)}`],
  ])('the raw key %j in namespace %j is %j', (key, namespace, expected) => {
    expect(memcachedKey(key, { namespace, raw: true })).toBe(expected)
  })

  const ascii = 'memcached takes printable ASCII without space'

  it.each<[unknown, unknown, InvalidKeyErrorCode, string]>([
    [42, undefined, 'raw-type', 'Raw key is of type number; a raw key is a string'],
    [null, 'ns', 'raw-type', 'Raw key is null; a raw key is a string'],
    [['a'], undefined, 'raw-type', 'Raw key is of type object; a raw key is a string'],
    ['a', 1, 'namespace', 'Namespace is of type number; a namespace is a string'],
    ['a', null, 'namespace', 'Namespace is null; a namespace is a string'],
    ['', undefined, 'raw-length', 'Raw key is empty; memcached takes 1 to 250 bytes'],
    ['', 'app:', 'raw-length', 'Raw key is empty; memcached takes 1 to 250 bytes'],
    [
      'x'.repeat(251),
      undefined,
      'raw-length',
      `Raw key is 251 bytes; memcached takes at most 250: "${'x'.repeat(40)}…"`,
    ],
    [
      'x'.repeat(248),
      'ns:',
      'raw-length',
      `Raw key is 251 bytes; memcached takes at most 250: "ns:${'x'.repeat(37)}…"`,
    ],
    ['a b', undefined, 'raw-character', `Raw key has " " at 1; ${ascii}: "a b"`],
    ['a', 'n s', 'raw-character', `Raw key has " " at 1; ${ascii}: "n sa"`],
    [
      'a\r\nflush_all',
      undefined,
      'raw-character',
      String.raw`Raw key has "\r" at 1; ${ascii}: "a\r\nflush_all"`,
    ],
    ['nul\0', undefined, 'raw-character', String.raw`Raw key has "\u0000" at 3; ${ascii}: "nul\u0000"`],
    ['\u007F', undefined, 'raw-character', `Raw key has "\u007F" at 0; ${ascii}: "\u007F"`],
    ['é'.repeat(126), undefined, 'raw-character', `Raw key has "é" at 0; ${ascii}: "${'é'.repeat(40)}…"`],
    ['😀', undefined, 'raw-character', `Raw key has "😀" at 0; ${ascii}: "😀"`],
  ])('the raw key %j in namespace %j is refused', (key, namespace, code, message) => {
    expect(refused(key, { namespace, raw: true })).toMatchObject({ name: 'InvalidKeyError', code, message })
  })

  it.each<[string, string | undefined, string]>([
    ['user:42', undefined, 'user:42'],
    ['ключ', undefined, 'ключ'],
    ['é', 'магазин:', 'магазин:é'],
    ['e\u0301', undefined, 'e\u0301'],
    ['\u0085\u00a0', undefined, '\u0085\u00a0'],
    ['é'.repeat(125), undefined, 'é'.repeat(125)],
    ['\u{1f511}'.repeat(62), 'a:', `a:${'\u{1f511}'.repeat(62)}`],
  ])('the raw key %j in namespace %j is %j by UTF-8', (key, namespace, expected) => {
    expect(memcachedKey(key, { namespace, raw: 'utf8' })).toBe(expected)
  })

  const utf8 = 'memcached takes UTF-8 without space and control characters'

  it.each<[unknown, string | undefined, InvalidKeyErrorCode, string]>([
    [42, undefined, 'raw-type', 'Raw key is of type number; a raw key is a string'],
    ['', undefined, 'raw-length', 'Raw key is empty; memcached takes 1 to 250 bytes'],
    ['é b', undefined, 'raw-character', `Raw key has " " at 1; ${utf8}: "é b"`],
    ['é', 'a\n', 'raw-character', String.raw`Raw key has "\n" at 1; ${utf8}: "a\né"`],
    ['\u007F', undefined, 'raw-character', `Raw key has "\u007F" at 0; ${utf8}: "\u007F"`],
    ['é\ud83d', undefined, 'raw-character', String.raw`Raw key has "\ud83d" at 1; ${utf8}: "é\ud83d"`],
    ['é', '\ud83d', 'raw-character', String.raw`Raw key has "\ud83d" at 0; ${utf8}: "\ud83dé"`],
    [
      'é'.repeat(125),
      'a',
      'raw-length',
      `Raw key is 251 bytes; memcached takes at most 250: "a${'é'.repeat(39)}…"`,
    ],
  ])('the raw key %j in namespace %j is refused by UTF-8', (key, namespace, code, message) => {
    expect(refused(key, { namespace, raw: 'utf8' })).toMatchObject({ name: 'InvalidKeyError', code, message })
  })

  it.each([
    ['utf-8', '"utf-8"'],
    ['ascii', '"ascii"'],
    [1, 'of type number'],
  ])('raw may not be %j', (raw, came) => {
    const message = `raw is ${came}; expected a boolean or 'utf8'`
    expect(() => memcachedKey('a', { raw: raw as never })).toThrow(new TypeError(message))
  })

  it('is a word of 1 to 250 printable characters or an InvalidKeyError for any strings, raw or not', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\r', '\n', ' ', '\0', 'a'), fc.string({ unit: 'binary' })),
    })
    const plain = fc.string({ unit: 'grapheme-ascii', maxLength: 200 })
    const options = fc.record({
      namespace: fc.option(fc.oneof(text, plain), { nil: undefined }),
      raw: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.oneof(text, plain), options, (key, given) => {
        const came = refused(key, given)
        if (came instanceof InvalidKeyError) expect(given.raw).toBe(true)
        else expect(came).toMatch(/^[!-~]{1,250}$/)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([null, 1, ['ns'], Symbol('ns')])('the namespace %o is refused', (namespace) => {
    expect(refused('key', { namespace })).toMatchObject({ name: 'InvalidKeyError', code: 'namespace' })
  })
})

// The oldest Node that the package supports has no `Promise.withResolvers`.
function withResolvers(): {
  promise: Promise<unknown>
  resolve: (value: unknown) => void
  reject: (reason: unknown) => void
} {
  let resolve!: (value: unknown) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
