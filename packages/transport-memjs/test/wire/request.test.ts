import { describe, expect, it } from 'vitest'
import { Opcode } from '../../src/wire/opcode.ts'
import { encodeRequests } from '../../src/wire/request.ts'
import { toStoreRequest } from '../../src/calls/store-request.ts'

function toHex(...parts: string[]): string {
  return parts.join('').replaceAll(' ', '')
}

describe('encodeRequests', () => {
  it('writes a set with flags, lifetime and cas', () => {
    const request = toStoreRequest(Opcode.set, 'key', Buffer.from('value'), { flags: 16, lifetime: 60 })
    const cas = Buffer.from('0102030405060708', 'hex')
    expect(encodeRequests([{ ...request, cas }], 0xffff_ffff).toString('hex')).toBe(
      toHex(
        '80 01 0003 08 00 0000 00000010 ffffffff 0102030405060708',
        '00000010 0000003c',
        Buffer.from('keyvalue').toString('hex'),
      ),
    )
  })

  it('writes several behind each other, their opaques from 2^32 - 1 to 0', () => {
    const requests = ['a', 'b'].map((key) => ({ opcode: Opcode.get, key }))
    expect(encodeRequests(requests, 0xffff_ffff).toString('hex')).toBe(
      toHex(
        '80 00 0001 00 00 0000 00000001 ffffffff 0000000000000000 61',
        '80 00 0001 00 00 0000 00000001 00000000 0000000000000000 62',
      ),
    )
  })

  it('writes a view of a larger array, and only that', () => {
    const value = new Uint8Array([1, 2, 3, 4]).subarray(1, 3)
    const bytes = encodeRequests([{ opcode: Opcode.append, key: 'k', value }], 1)
    expect(bytes.subarray(24).toString('hex')).toBe(toHex('6b 0203'))
  })

  it('copies the value', () => {
    const value = new Uint8Array([1])
    const bytes = encodeRequests([{ opcode: Opcode.append, key: 'k', value }], 1)
    value[0] = 2
    expect(bytes.at(-1)).toBe(1)
  })
})
