import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isTransportError, TransportError } from '../src/index.ts'

describe('TransportError', () => {
  it('says which command failed on which server', () => {
    const error = new TransportError('timeout', 'no answer', { server: 'host:1', command: 'get' })
    expect(error.message).toBe('get on host:1: no answer')
    expect(error).toMatchObject({ name: 'TransportError', code: 'timeout', server: 'host:1', command: 'get' })
  })

  it.each([
    [{}, 'no answer'],
    [{ command: 'get' }, 'get: no answer'],
    [{ server: 'host:1' }, 'on host:1: no answer'],
  ])('leaves out what is not known: %j', (options, message) => {
    expect(new TransportError('timeout', 'no answer', options).message).toBe(message)
  })

  it('prints its name, and keeps it off its own keys', () => {
    const error = new TransportError('closed', 'the transport was closed')
    expect(inspect(error)).toMatch(/^TransportError: the transport was closed/)
    expect(Object.keys(error)).not.toContain('name')
  })

  it('has a cause only when one was given', () => {
    expect('cause' in new TransportError('closed', 'x')).toBe(false)
    expect(new TransportError('connection', 'x', { cause: 7 }).cause).toBe(7)
  })
})

describe('isTransportError', () => {
  it('knows one of its own, and one of another copy of the package', () => {
    class Copy extends Error {
      override readonly name = 'TransportError'
      readonly code = 'timeout'
    }
    expect(isTransportError(new TransportError('timeout', 'x'))).toBe(true)
    expect(isTransportError(new Copy('x'))).toBe(true)
  })

  it.each([new Error('x'), new TypeError('x'), undefined, { name: 'TransportError', code: 'timeout' }])(
    'refuses %o',
    (other) => {
      expect(isTransportError(other)).toBe(false)
    },
  )
})
