import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { md5 as md5Noble } from '../src/md5-noble.ts'
import { md5 as md5Node } from '../src/md5-node.ts'
import { knownAnswers } from './known-answers.ts'

/** As on a runtime whose `node:crypto` has no `hash`. */
async function importWithoutHash(): Promise<typeof md5Node> {
  vi.resetModules()
  const { md5 } = await import('../src/md5-node.ts')
  const crypto = process.getBuiltinModule('node:crypto')
  const modules = vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ ...crypto, hash: undefined })
  // The first key decides.
  md5('')
  expect(modules).toHaveBeenCalledOnce()
  modules.mockRestore()
  vi.resetModules()
  return md5
}

describe.each([
  ['md5 of node:crypto', md5Node],
  ['md5 of node:crypto without hash', await importWithoutHash()],
  ['md5 of @noble/hashes', md5Noble],
])('%s', (_, md5) => {
  // RFC 1321, A.5, and `printf '\344\377' | md5sum`.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
    ['äÿ', '4b7f956b48981476c7fee82e8c4bd190'],
  ])('of %j is %s', (text, digest) => {
    expect(md5(text)).toBe(digest)
  })

  it('of bytes is that of the text with these characters', () => {
    expect(md5(Uint8Array.of(0xe4, 0xff))).toBe('4b7f956b48981476c7fee82e8c4bd190')
  })

  it.each(knownAnswers)('of $text is $digest', ({ text, digest }) => {
    expect(md5(text)).toBe(digest)
  })
})

describe('md5', () => {
  it('is the same in both libraries for any bytes', () => {
    const anyBytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCodePoint(byte)),
      size: 'large',
    })
    fc.assert(fc.property(anyBytes, (text) => md5Noble(text) === md5Node(text)))
  })
})
