import { describe, expect, it } from 'vitest'
import { parseServer } from '../src/options/parse-server.ts'

const defaults = { tls: undefined, credentials: undefined }

describe('parseServer', () => {
  it.each([
    ['cache', 'cache:11211', { host: 'cache', port: 11211 }],
    ['cache.example.org:11212', 'cache.example.org:11212', { host: 'cache.example.org', port: 11212 }],
    ['10.0.0.1:65535', '10.0.0.1:65535', { host: '10.0.0.1', port: 65535 }],
    ['[::1]', '[::1]:11211', { host: '::1', port: 11211 }],
    ['[fe80::1%eth0]:1', '[fe80::1%eth0]:1', { host: 'fe80::1%eth0', port: 1 }],
    ['::1', '[::1]:11211', { host: '::1', port: 11211 }],
    ['/run/m.sock', '/run/m.sock', { path: '/run/m.sock' }],
    ['unix:/run/m.sock', '/run/m.sock', { path: '/run/m.sock' }],
    ['unix:///run/m.sock', '/run/m.sock', { path: '/run/m.sock' }],
    ['memcached://cache', 'cache:11211', { host: 'cache', port: 11211 }],
    ['memcached://[::1]:5/', '[::1]:5', { host: '::1', port: 5 }],
  ])('reads %j as the server named %j', (address, name, endpoint) => {
    const server = { name, weight: 1, endpoint, tls: undefined, credentials: undefined }
    expect(parseServer(address, defaults)).toEqual(server)
    expect(parseServer({ address }, defaults)).toEqual(server)
  })

  it.each([
    ['memcached://ada:secret@cache', { username: 'ada', password: 'secret' }],
    ['memcached://a%40b:c%3A%2F@cache:1', { username: 'a@b', password: 'c:/' }],
    ['memcached://ada:a:b@cache', { username: 'ada', password: 'a:b' }],
  ])('takes the credentials of %j, and no part of them for the name', (address, credentials) => {
    const server = parseServer(address, defaults)
    expect(server.credentials).toEqual(credentials)
    expect(server.name).toMatch(/^cache:\d+$/)
  })

  it("prefers a server's own credentials to those of its URL, and those to everybody's", () => {
    const everybody = { tls: undefined, credentials: { username: 'e', password: 'e' } }
    const own = { username: 'o', password: 'o' }
    expect(parseServer({ address: 'memcached://u:u@a', ...own }, everybody).credentials).toEqual(own)
    expect(parseServer('memcached://u:u@a', everybody).credentials?.username).toBe('u')
    expect(parseServer('a', everybody).credentials?.username).toBe('e')
  })

  it('asks for a certificate of the host, of no name for an address, or of the name that is given', () => {
    expect(parseServer('memcacheds://cache.example', defaults).tls).toEqual({ servername: 'cache.example' })
    expect(parseServer('memcacheds://10.0.0.1', defaults).tls).toEqual({ servername: '' })
    const named = { ...defaults, tls: { servername: 'other' } }
    expect(parseServer('cache.example', named).tls).toEqual({ servername: 'other' })
    expect(parseServer('memcached://cache.example', { ...defaults, tls: {} }).tls).toBeDefined()
  })

  it.each([
    '',
    'a b',
    'a:b',
    'a:0',
    'a:65536',
    'a:1:2',
    '[::1',
    '[cache]:1',
    'http://a',
    'memcached://',
    'memcached://u:p@a/b/c',
    'memcached://a?weight=2',
    'memcached://:secret@a',
    'memcached://u:@a',
    'a?b',
    'a#b',
    'relative/path',
  ])('refuses %j', (address) => {
    expect(() => parseServer(address, defaults)).toThrow(TypeError)
  })

  it.each([
    'memcached://ada:secret@ca che',
    'memcached://ada:sec/ret@cache',
    'memcached://ada:secret%zz@cache',
    'memcache://ada:secret@cache',
  ])('shows no credentials when it refuses %j', (address) => {
    expect(() => parseServer(address, defaults)).toThrow(TypeError)
    expect(() => parseServer(address, defaults)).not.toThrow(/ada|sec/)
  })

  it('refuses a username without a password', () => {
    expect(() => parseServer('memcached://ada@cache', defaults)).toThrow(
      'Credentials are a username and a password; one of them is missing',
    )
    expect(() => parseServer({ address: 'a', password: 'p' }, defaults)).toThrow(TypeError)
  })
})
