import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Decoder, firstThat, jsonCodec } from '../../src/index.ts'
import { dalliReader } from '../../src/readers/dalli.ts'
import { keyvMemcacheReader } from '../../src/readers/keyv-memcache.ts'
import { memcacheClientReader } from '../../src/readers/memcache-client.ts'
import { npmMemcachedReader } from '../../src/readers/npm-memcached.ts'
import { phpMemcachedReader } from '../../src/readers/php-memcached.ts'
import { plainTextReader } from '../../src/readers/plain-text.ts'

/** An item that a client has stored, and the value that this client reads from it. */
interface KnownAnswer {
  readonly key: string
  readonly flags: number
  readonly base64: string
  readonly read: { readonly kind: 'text' | 'bytes' | 'data'; readonly value?: unknown }
}

// Made by `npm run interop:answers`, with the clients of Debian 12 and npm: php-memcached 3.2.0, Dalli 3.0.6,
// gomemcache 0~20141109, memcached 2.2.2, memcache-client 1.0.5, memcache 1.10.0, @keyv/memcache 2.0.2, memjs
// 1.3.2.
const answers: Record<string, readonly KnownAnswer[]> = JSON.parse(
  readFileSync(new URL('known-answers.json', import.meta.url), 'utf8'),
)

const readers: readonly (readonly [client: string, decoder: Decoder])[] = [
  ['memjs', plainTextReader()],
  ['memcache', plainTextReader()],
  ['gomemcache', plainTextReader()],
  ['memcached', npmMemcachedReader()],
  ['memcache-client', memcacheClientReader({ decompress: (bytes) => inflateSync(bytes) })],
  ['@keyv/memcache', keyvMemcacheReader()],
  ['php-memcached', phpMemcachedReader()],
  ['php-memcached, JSON and zlib', phpMemcachedReader()],
  ['Dalli, JSON', dalliReader()],
  ['Dalli, raw', dalliReader()],
]

const bytesOf = ({ base64 }: KnownAnswer): Uint8Array => Buffer.from(base64, 'base64')

/**
 * The value that the reader must return. memjs and Go only know bytes, which become strings when they are
 * UTF-8.
 */
function expected({ read: { kind, value } }: KnownAnswer): unknown {
  if (kind === 'text') return value ?? ''
  if (kind === 'data') return value
  return Uint8Array.from(Buffer.from(String(value), 'hex'))
}

const isPhp = ({ flags }: KnownAnswer): boolean => (flags & 15) === 4

describe.each(readers)('what %s has stored', (client, decoder) => {
  const known = answers[client] ?? []
  it('is known', () => {
    expect(known.length).toBeGreaterThan(4)
  })

  it.each(known.filter((answer) => client !== 'php-memcached' || !isPhp(answer)))(
    'is read as its own client reads it: $key, with flags $flags',
    (answer) => {
      const value = decoder.decode(bytesOf(answer), answer.flags)
      const own = expected(answer)
      if (client === 'memjs' && typeof value === 'string')
        expect(Buffer.from(value)).toEqual(Buffer.from(own as Uint8Array))
      else expect(value).toStrictEqual(own)
    },
  )

  it.each(known.filter(({ flags }) => flags !== 0 && (flags & 15) !== 4))(
    'is read also behind jsonCodec(), but for flags 0 and 4: $key, with flags $flags',
    (answer) => {
      const read = (one: Decoder): unknown => {
        try {
          return one.decode(bytesOf(answer), answer.flags)
        } catch (error) {
          return error
        }
      }
      expect(read(firstThat(jsonCodec(), decoder))).toEqual(read(decoder))
    },
  )
})

describe("PHP's own serialization", () => {
  it.each((answers['php-memcached'] ?? []).filter(isPhp))('is refused: $key', (answer) => {
    expect(() => phpMemcachedReader().decode(bytesOf(answer), answer.flags)).toThrow(
      expect.objectContaining({ code: 'unknown-flags', message: expect.stringContaining('SERIALIZER_JSON') }),
    )
  })
})
