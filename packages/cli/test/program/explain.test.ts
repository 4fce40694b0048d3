import { CodecError, InvalidKeyError } from '@lmc/client'
import { MetaTransport } from '@lmc/transport-meta'
import { describe, expect, it } from 'vitest'
import { readServers } from '../../src/options/read-servers.ts'
import { explain } from '../../src/program/explain.ts'
import { Mistake } from '../../src/program/mistake.ts'

describe('explain', () => {
  it('says how to start a memcached where nothing listens and no server was named', async () => {
    const transport = new MetaTransport({ servers: ['127.0.0.1:1'] })
    const error: unknown = await transport.get('a').catch((thrown: unknown) => thrown)
    for (const servers of [undefined, '', ' , ']) {
      const { code, message } = explain(error, servers)
      expect(code).toBe(3)
      expect(message).toMatch(
        /^No memcached answers at 127\.0\.0\.1:11211, and no other server was named \(.*ECONNREFUSED/,
      )
      expect(message).toContain('memcached -p 11211')
      expect(message).toContain('MEMCACHED_SERVERS')
    }
    expect(explain(error, '127.0.0.1:1').message).not.toContain('No memcached answers')
    await transport.close()
  })

  it.each([
    new Mistake('m'),
    new RangeError('m'),
    new CodecError('malformed', 'm'),
    new InvalidKeyError('too-long', 'm'),
    Object.assign(new Error('m'), { syscall: 'open', path: '/a' }),
  ])('counts %s as a mistake', (error) => {
    expect(explain(error, undefined)).toEqual({ code: 2, message: 'm' })
  })

  it('counts anything else as a fault of lmc, and shows where', () => {
    const { code, message } = explain(new TypeError('x is undefined'), undefined)
    expect(code).toBe(70)
    expect(message).toContain('explain.test.ts')
  })
})

describe('readServers', () => {
  it.each([
    [undefined, [{ address: '127.0.0.1:11211' }]],
    ['', [{ address: '127.0.0.1:11211' }]],
    ['a:1, b:2,', [{ address: 'a:1' }, { address: 'b:2' }]],
    [
      'a:1/?3,/run/m.sock/?2',
      [
        { address: 'a:1', weight: 3 },
        { address: '/run/m.sock', weight: 2 },
      ],
    ],
    ['[::1]:1,memcached://u:p@h', [{ address: '[::1]:1' }, { address: 'memcached://u:p@h' }]],
  ])('reads %s', (list, servers) => {
    expect(readServers(list)).toEqual(servers)
  })
})
