import { describe, expect, it } from 'vitest'
import { assertQuiet } from '../../../src/faults/acts/assert-quiet.ts'

describe('assertQuiet', () => {
  it('passes when a process wrote nothing', () => {
    expect(() => assertQuiet({ complaint: '' })).not.toThrow()
  })

  it('shows the beginning of the standard error', () => {
    const complaint = `Error: nobody waits for this\n${'    at somewhere\n'.repeat(500)}`
    let message = ''
    try {
      assertQuiet({ complaint })
    } catch (error) {
      message = String(error)
    }
    expect(message).toContain('Error: nobody waits for this')
    expect(message.length).toBeLessThan(1000)
  })
})
