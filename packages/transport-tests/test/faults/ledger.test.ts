import { describe, expect, it } from 'vitest'
import { Ledger } from '../../src/faults/ledger.ts'
import { toStoredValue } from '../../src/faults/stored-value.ts'

const LENGTH = 40

/** A ledger with so many confirmed writes. */
function ledgerWith(writes: number): Ledger {
  const ledger = new Ledger()
  for (let count = 0; count < writes; count++) ledger.confirm('key', ledger.begin('key', LENGTH))
  return ledger
}

function judge(ledger: Ledger, version: number, least: number = ledger.least('key')): string {
  return ledger.judgeValue('key', least, toStoredValue({ key: 'key', version }, LENGTH), 0)
}

describe('Ledger', () => {
  it('takes the last confirmed version for right, and the versions before for wrong', () => {
    const ledger = ledgerWith(3)
    expect([1, 2, 3, 4].map((version) => judge(ledger, version))).toEqual([
      'wrong',
      'wrong',
      'right',
      'wrong',
    ])
  })

  it('takes a version for right that was written during the read', () => {
    const ledger = ledgerWith(1)
    const least = ledger.least('key')
    ledger.begin('key', LENGTH)
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect([1, 2, 3].map((version) => judge(ledger, version, least))).toEqual(['right', 'right', 'right'])
  })

  it('takes an earlier version for stale when the outcome of its write is unknown', () => {
    const ledger = ledgerWith(1)
    ledger.leaveOpen('key', ledger.begin('key', LENGTH))
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect([1, 2, 3].map((version) => judge(ledger, version))).toEqual(['wrong', 'stale', 'right'])
  })

  it('takes the value of another key for wrong', () => {
    const ledger = ledgerWith(1)
    ledger.confirm('other', ledger.begin('other', LENGTH))
    const value = toStoredValue({ key: 'other', version: 1 }, LENGTH)
    expect(ledger.judgeValue('key', 0, value, 0)).toBe('wrong')
    expect(ledger.judgeValue('key', 0, value, 1)).toBe('wrong')
  })

  it('takes a value with 1 changed byte for wrong, unless 1 byte may change', () => {
    const ledger = ledgerWith(1)
    const value = toStoredValue({ key: 'key', version: 1 }, LENGTH)
    value[20] = 0
    expect(ledger.judgeValue('key', 1, value, 0)).toBe('wrong')
    expect(ledger.judgeValue('key', 1, value, 1)).toBe('right')
    value[30] = 0
    expect(ledger.judgeValue('key', 1, value, 1)).toBe('wrong')
  })

  it('takes a value that is cut short for wrong', () => {
    const value = toStoredValue({ key: 'key', version: 1 }, LENGTH).subarray(0, 39)
    expect(ledgerWith(1).judgeValue('key', 0, value, 1)).toBe('wrong')
  })

  it('takes a miss for right before the first write and after a removal, and for wrong otherwise', () => {
    const ledger = new Ledger()
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('right')
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('wrong')
    ledger.confirm('key', ledger.begin('key'))
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('right')
    expect(judge(ledger, 1)).toBe('wrong')
  })

  it('takes a miss for stale after a removal whose outcome is unknown', () => {
    const ledger = ledgerWith(1)
    ledger.leaveOpen('key', ledger.begin('key'))
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('stale')
  })

  it('takes a hit for wrong before the first write, and after a removal', () => {
    const ledger = new Ledger()
    expect(ledger.judgeHit('key', 0)).toBe('wrong')
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect(ledger.judgeHit('key', ledger.least('key'))).toBe('right')
    ledger.confirm('key', ledger.begin('key'))
    expect(ledger.judgeHit('key', ledger.least('key'))).toBe('wrong')
  })

  it('expects misses, and counters from 1, once the server has forgotten everything', () => {
    const ledger = ledgerWith(2)
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), 1n)).toBe('right')
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), 2n)).toBe('right')
    ledger.forget()
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('right')
    expect(judge(ledger, 2)).toBe('wrong')
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), 1n)).toBe('right')
  })

  it('takes a miss for right while the server may lose items, and from then until the next write', () => {
    const ledger = ledgerWith(2)
    ledger.isLosing = true
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('right')
    expect(judge(ledger, 2)).toBe('right')
    expect(judge(ledger, 1)).toBe('wrong')
    ledger.mayForget()
    ledger.isLosing = false
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('right')
    expect(judge(ledger, 2)).toBe('right')
    ledger.confirm('key', ledger.begin('key', LENGTH))
    expect(ledger.judgeMiss('key', ledger.least('key'))).toBe('wrong')
  })

  it.each([
    [1n, 'wrong'],
    [2n, 'right'],
    [3n, 'wrong'],
    [undefined, 'wrong'],
  ])('takes %s as the answer to the second increment for %s', (value, verdict) => {
    const ledger = new Ledger()
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), 1n)).toBe('right')
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), value)).toBe(verdict)
  })

  it.each([
    [120n, 'right'],
    [121n, 'right'],
    [920n, 'right'],
    [911n, 'wrong'],
    [12n, 'wrong'],
  ])('takes %s for %s when 120 is expected and one digit may change', (value, verdict) => {
    const ledger = new Ledger()
    for (let count = 1; count < 120; count++)
      ledger.judgeCount('counter', ledger.beginCount('counter'), BigInt(count))
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), value, 1)).toBe(verdict)
  })

  it('judges the next increment rightly after a changed digit', () => {
    const ledger = new Ledger()
    for (let count = 1; count < 120; count++)
      ledger.judgeCount('counter', ledger.beginCount('counter'), BigInt(count))
    const [one, two] = [ledger.beginCount('counter'), ledger.beginCount('counter')]
    expect(ledger.judgeCount('counter', one, 121n, 1)).toBe('right')
    expect(ledger.judgeCount('counter', two, 121n, 1)).toBe('right')
    expect(ledger.judgeCount('counter', ledger.beginCount('counter'), 122n, 1)).toBe('right')
  })
})
