import { describe, expect, it } from 'vitest'
import { MemoryTransport } from '@lmc/transport-memory'
import { KeyTracker, type KeyTrackerOptions } from '../src/index.ts'

/** As somebody without types passes it. */
const as = (value: unknown): never => value as never

const transport = new MemoryTransport()
const memcachedKey = String
const open = (options: Partial<KeyTrackerOptions<string>>): unknown =>
  new KeyTracker<string>({ transport, memcachedKey, ...options })

/** What a caller does wrong, how, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['no options', () => new KeyTracker(as(undefined)), TypeError],
  ['an unknown option', () => open(as({ transports: [] })), TypeError],
  ['no transport', () => open({ transport: as(undefined) }), TypeError],
  ['a transport that is a Map', () => open({ transport: as(new Map()) }), TypeError],
  ['a memcachedKey that is a text', () => open({ memcachedKey: as('key') }), TypeError],
  ['an onPartial that is true', () => open({ onPartial: as(true) }), TypeError],
  ['an onSkipped that is null', () => open({ onSkipped: as(null) }), TypeError],
  ['a clock that is a number', () => open({ now: as(1) }), TypeError],
]

describe('a mistake with KeyTracker', () => {
  it.each(mistakes)('%s', async (_, call, kind) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
    expect(error).toBeInstanceOf(kind)
  })
})
