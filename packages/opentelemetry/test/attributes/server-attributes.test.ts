import { describe, expect, it } from 'vitest'
import { serverAttributes } from '../../src/attributes/server-attributes.ts'

describe('serverAttributes', () => {
  it.each([
    ['cache-1:11211', { 'server.address': 'cache-1', 'server.port': 11_211 }],
    ['[::1]:11212', { 'server.address': '::1', 'server.port': 11_212 }],
    ['/run/memcached.sock', { 'server.address': '/run/memcached.sock' }],
    ['memory', { 'server.address': 'memory' }],
    [undefined, {}],
  ])('of %s are %j', (server, attributes) => {
    expect(serverAttributes(server)).toEqual(attributes)
  })
})
