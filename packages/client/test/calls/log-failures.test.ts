import { setTimeout as sleep } from 'node:timers/promises'
import { CodecError } from '@lmc/codec'
import { TransportError } from '@lmc/transport'
import { describe, expect, it } from 'vitest'
import { logFailures } from '../../src/index.ts'

const failure = (server: string) =>
  ({
    operation: 'get',
    error: new TransportError('connection', 'connect ECONNREFUSED', { server, command: 'get' }),
  }) as const

describe('logFailures', () => {
  it('writes one line when a server fails, one every `every` seconds during the outage, and one when it is back', async () => {
    const lines: string[] = []
    const onFailure = logFailures((line) => lines.push(line), { every: 0.2 })
    for (let i = 0; i < 1000; i++) onFailure(failure('a:1'))
    onFailure(failure('b:1'))
    expect(lines).toEqual([
      'memcached a:1 fails: get on a:1: connect ECONNREFUSED',
      'memcached b:1 fails: get on b:1: connect ECONNREFUSED',
    ])
    await sleep(250)
    for (let i = 0; i < 10; i++) onFailure(failure('a:1'))
    expect(lines.slice(2)).toEqual([
      'memcached a:1 still fails, 1000 times since the last line: get on a:1: connect ECONNREFUSED',
    ])
    onFailure.onRecovery?.({ server: 'a:1', failures: 1010, duration: 2500 })
    expect(lines.slice(3)).toEqual(['memcached a:1 is back after 2.5 s and 1010 failures'])
    onFailure(failure('a:1'))
    expect(lines.slice(4)).toEqual(['memcached a:1 fails: get on a:1: connect ECONNREFUSED'])
  })

  it('writes the first failure of each other kind', () => {
    const lines: string[] = []
    const onFailure = logFailures((line) => lines.push(line))
    const error = new CodecError('malformed', 'Stored value is no JSON')
    for (let i = 0; i < 5; i++) onFailure({ operation: 'get', error })
    onFailure({ operation: 'getMany', error })
    expect(lines).toEqual([
      'get (CodecError) fails: Stored value is no JSON',
      'getMany (CodecError) fails: Stored value is no JSON',
    ])
  })

  it.each<[unknown, new () => Error]>([
    [-1, RangeError],
    [Number.NaN, RangeError],
    ['60', TypeError],
  ])('refuses every: %s', (every, mistake) => {
    expect(() => logFailures(() => {}, { every: every as number })).toThrow(mistake)
  })
})
