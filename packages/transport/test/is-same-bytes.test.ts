import { describe, expect, it, vi } from 'vitest'

/** The function as a runtime with or without `Buffer` has it. */
async function load(hasBuffer: boolean): Promise<(one: Uint8Array, other: Uint8Array) => boolean> {
  vi.resetModules()
  if (!hasBuffer) vi.stubGlobal('Buffer', undefined)
  try {
    return (await import('../src/is-same-bytes.ts')).isSameBytes
  } finally {
    vi.unstubAllGlobals()
  }
}

describe.each([
  ['with Buffer', true],
  ['without Buffer', false],
])('isSameBytes, %s', (_, hasBuffer) => {
  it.each<[one: number[], other: number[], isSame: boolean]>([
    [[], [], true],
    [[1, 2, 255], [1, 2, 255], true],
    [[1, 2, 255], [1, 2, 254], false],
    [[1, 2], [1, 2, 0], false],
    [[1, 2, 0], [1, 2], false],
  ])('%j and %j: %j', async (one, other, isSame) => {
    const isSameBytes = await load(hasBuffer)
    expect(isSameBytes(Uint8Array.from(one), Buffer.from(other))).toBe(isSame)
  })
})
