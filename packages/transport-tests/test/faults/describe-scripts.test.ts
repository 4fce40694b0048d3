import { describe, expect, it } from 'vitest'
import { describeScripts } from '../../src/faults/describe-scripts.ts'

describe('describeScripts', () => {
  it('says that every byte passes', () => {
    expect(describeScripts([{}])).toBe('while every byte passes')
    expect(describeScripts([{}, {}])).toBe('while every byte passes')
  })

  it('gives the script of a single proxy', () => {
    expect(describeScripts([{ refuse: true }])).toBe('while the proxy plays {"refuse":true}')
  })

  it('gives the scripts of several with their places', () => {
    const text = describeScripts([{}, { refuse: true }])
    expect(text).toBe('while the proxies play {} before server 1, {"refuse":true} before server 2')
  })
})
