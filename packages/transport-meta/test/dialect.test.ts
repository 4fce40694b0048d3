import { describe, expect, it } from 'vitest'
import { MODERN, toDialect } from '../src/handshake/dialect.ts'

describe('toDialect', () => {
  it.each([
    '1.6.18',
    '1.6.45',
    '1.6.18_3_gabcdef0',
    '1.7.0',
    '1.10.2',
    '2.0.0',
    undefined,
    'mcrouter 1.0',
    '0.5.0',
    'Pelikan',
    '1.x',
    '',
  ])('takes %j for a server of today', (version) => {
    expect(toDialect(version)).toEqual(MODERN)
  })

  it.each(['1.6.14', '1.6.13', '1.6.17', '1.6.14-1ubuntu2'])(
    'takes %j for one without numbers on misses',
    (version) => {
      expect(toDialect(version)).toEqual({ numbersMisses: false, comparesOnDelete: true })
    },
  )

  it('takes 1.6.12 for one that also compares no cas tokens when it deletes', () => {
    expect(toDialect('1.6.12')).toEqual({ numbersMisses: false, comparesOnDelete: false })
  })

  it.each(['1.6.11', '1.6.9', '1.6.0-beta1', '1.5.22', '1.4.39'])('takes %j for too old', (version) => {
    expect(toDialect(version)).toBe(undefined)
  })
})
