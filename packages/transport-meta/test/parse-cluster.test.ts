import { describe, expect, it } from 'vitest'
import { parseCluster } from '../src/discovery/parse-cluster.ts'

describe('parseCluster', () => {
  it('reads the version and the addresses, in an order of their own', () => {
    const text = '12\nb.example|10.0.0.2|11211 a.example|10.0.0.1|11212\n'
    expect(parseCluster(text)).toEqual({ version: 12, addresses: ['a.example:11212', 'b.example:11211'] })
  })

  it.each([
    ['1\n|10.0.0.1|11211', ['10.0.0.1:11211']],
    ['1\r\n|::1|11211\r\n', ['[::1]:11211']],
    ['1\na||1 a||1', ['a:1']],
  ])('reads %j as %j', (text, addresses) => {
    expect(parseCluster(text).addresses).toEqual(addresses)
  })

  it.each(['', '1', '1\n', '1\n\n', 'x\na||1', '1\na', '1\na|1', '1\na|1|', '1\n||1', '1\na|1|2|3'])(
    'refuses %j',
    (text) => {
      expect(() => parseCluster(text)).toThrow('what the server answered is no description of a cluster')
    },
  )
})
