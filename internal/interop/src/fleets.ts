import { createHash } from 'node:crypto'

/**
 * 2,000 keys: digests, words, and strings beyond ASCII. The test of @lmc/transport-meta makes the same keys.
 */
export const pickedKeys: readonly string[] = [
  ...Array.from({ length: 1000 }, (_, index) => createHash('md5').update(String(index)).digest('hex')),
  ...Array.from({ length: 800 }, (_, index) => `user:${index}`),
  ...Array.from({ length: 200 }, (_, index) => `ключ:${index}`),
]

type Fleet = readonly (readonly [name: string, weight: number])[]

const even = (...names: readonly string[]): Fleet => names.map((name) => [name, 1])

export const fleets: readonly Fleet[] = [
  even('127.0.0.1:11211', '127.0.0.1:11212'),
  even('10.0.0.1:11211', '10.0.0.2:11211', '10.0.0.3:11311'),
  even(...Array.from({ length: 5 }, (_, index) => `[2001:db8::${index + 1}]:11211`)),
  [
    ['10.0.1.1:11211', 1],
    ['10.0.1.2:11211', 2],
    ['10.0.1.3:11211', 5],
    ['10.0.1.4:11211', 3],
  ],
  even('/run/memcached/a.sock', '/run/memcached/b.sock', '/run/memcached/c.sock'),
  even(...Array.from({ length: 13 }, (_, index) => `10.0.2.${index + 1}:11211`)),
]
