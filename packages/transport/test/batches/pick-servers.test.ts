import { describe, expect, it } from 'vitest'
import { pickServers } from '../../src/index.ts'

describe('pickServers', () => {
  it('gives the server that is named, or all', () => {
    expect(pickServers(['a:1', 'b:1'], 'b:1')).toEqual(['b:1'])
    expect(pickServers(['a:1', 'b:1'], undefined)).toEqual(['a:1', 'b:1'])
  })

  it('refuses any other, without showing it: it may be a URL with a password', () => {
    const message = "The server is none of the transport's; expected one of a:1, b:1"
    expect(() => pickServers(['a:1', 'b:1'], 'memcached://joe:secret@a:1')).toThrow(new RangeError(message))
  })
})
