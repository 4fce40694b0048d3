import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it } from 'vitest'
import { nearTransport } from '../src/index.ts'

const mebibyte = 1024 * 1024

describe('nearTransport, full', () => {
  it('drops the least recently used items, and an item that is larger than all of its room', async () => {
    const far = new MemoryTransport()
    const near = nearTransport(far, { maxBytes: 64 * 1024, maxAge: 60_000 })
    const value = new Uint8Array(1000)
    for (let index = 0; index < 100; index++) {
      await far.set(`key ${index}`.replace(' ', '-'), value)
      await near.get(`key-${index}`)
      await near.get('key-0')
    }
    await far.set('large', new Uint8Array(100_000))
    await near.get('large')
    const { items, bytes } = near.near
    expect(items).toBeGreaterThan(40)
    expect(items).toBeLessThan(50)
    expect(bytes).toBeLessThanOrEqual(64 * 1024)
    const { hits } = near.near
    for (const key of ['key-0', 'key-99', 'key-1', 'large']) await near.get(key)
    expect(near.near.hits - hits).toBe(2)
  })

  it.each(process.env['LMC_LONG'] === '1' ? [0, 64, 65, 1000, 100_000] : [1000])(
    'of values of %d bytes takes the memory that it says',
    (length) => {
      const program = fileURLToPath(new URL('programs/fill.mjs', import.meta.url))
      const printed = execFileSync(process.execPath, ['--expose-gc', program, String(length)], {
        encoding: 'utf8',
      })
      const { grown, bytes }: { grown: number; bytes: number } = JSON.parse(printed)
      expect(bytes).toBeGreaterThan(31 * mebibyte)
      expect(grown / bytes).toBeGreaterThan(0.7)
      expect(grown / bytes).toBeLessThan(1.05)
    },
  )
})
