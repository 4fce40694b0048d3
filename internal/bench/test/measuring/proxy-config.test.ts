import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { proxyConfig } from '../../src/measuring/proxy-config.ts'

describe('proxyConfig', () => {
  it('is what docs/scaling.md shows, so that what is shown starts as it stands', () => {
    const page = readFileSync(new URL('../../../../docs/scaling.md', import.meta.url), 'utf8')
    const [, shown] = /^```lua\n(.*?)^```$/ms.exec(page) ?? []
    expect(shown).toBe(proxyConfig(['10.0.0.1:11211', '10.0.0.2:11211']))
  })
})
