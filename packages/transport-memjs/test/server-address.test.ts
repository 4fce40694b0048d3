import { describe, expect, it } from 'vitest'
import { toServerAddress } from '../src/server-address.ts'

describe('toServerAddress', () => {
  it.each([
    ['127.0.0.1:11311', '127.0.0.1:11311', '127.0.0.1', 11311],
    ['cache', 'cache:11211', 'cache', 11211],
    ['cache-1.example.org:1', 'cache-1.example.org:1', 'cache-1.example.org', 1],
    ['bücher.example', 'bücher.example:11211', 'bücher.example', 11211],
    ['[::1]', '[::1]:11211', '::1', 11211],
    ['[fe80::1%eth0]:65535', '[fe80::1%eth0]:65535', 'fe80::1%eth0', 65535],
  ])('reads %s', (text, name, host, port) => expect(toServerAddress(text)).toEqual({ name, host, port }))

  it.each([
    '',
    ':11211',
    'cache:',
    'cache:0',
    'cache:65536',
    'cache:1x',
    '::1',
    '::1:11211',
    'a,b',
    'a b',
    'a\0b',
    '-'.repeat(254),
    '/run/memcached.sock',
    '[::1',
    7,
    null,
  ])('refuses %o', (text) => expect(() => toServerAddress(text)).toThrow(TypeError))

  it('refuses credentials in the address and does not repeat them', () => {
    expect(() => toServerAddress('bob:hidden@cache:11211')).toThrow(/options username and password/)
    expect(() => toServerAddress('bob:hidden@cache:11211')).not.toThrow(/hidden/)
  })
})
