import type { Transport } from '@lmc/transport'
import { expect } from 'vitest'
import { MemoryTransport } from '../src/memory-transport.ts'
import { onMemcached } from './on-memcached.ts'
import { onMemory } from './on-memory.ts'
import type { Operation, TokenPair } from './operation.ts'
import type { RawMemcached } from './raw-memcached.ts'

/** Figures that depend on nothing but the commands. */
const FIGURES = [
  'cmd_get',
  'cmd_set',
  'cmd_flush',
  'cmd_touch',
  'get_hits',
  'get_misses',
  'delete_misses',
  'delete_hits',
  'incr_misses',
  'incr_hits',
  'decr_misses',
  'decr_hits',
  'cas_misses',
  'cas_hits',
  'cas_badval',
  'touch_hits',
  'touch_misses',
  'total_items',
  'evictions',
  'curr_items',
  'bytes',
]

/**
 * Carries the operations out on a new `MemoryTransport` and on a real memcached. Expects after each the same
 * outcome, the same values and flags under all keys, and new versions of the same items. Expects the same
 * figures at the end.
 */
export async function expectTheSame(
  server: RawMemcached,
  keys: readonly string[],
  operations: readonly Operation[],
): Promise<void> {
  const transport = new MemoryTransport()
  for (const key of keys) await server.command(`delete ${key}`)
  const before = await server.statistics()
  const versions = new Map<string, TokenPair[]>(keys.map((key) => [key, []]))

  for (const operation of operations) {
    const token = tokenFor(operation, versions)
    const outcomes = {
      memory: await onMemory(transport, operation, token.memory),
      memcached: await onMemcached(server, operation, token.memcached),
    }
    expect(outcomes.memory, describeOperation(operation)).toEqual(outcomes.memcached)
    await expectSameItems(transport, server, versions, describeOperation(operation))
  }
  await expectSameFigures(transport, before, await server.statistics())
}

function tokenFor(operation: Operation, versions: Map<string, TokenPair[]>): TokenPair {
  const never = { memory: '0', memcached: '0' }
  if (operation.name !== 'compareAndSet') return never
  return versions.get(operation.key)?.at(-1 - operation.back) ?? never
}

async function expectSameItems(
  transport: Transport,
  server: RawMemcached,
  versions: Map<string, TokenPair[]>,
  after: string,
): Promise<void> {
  const there = await server.gets(...versions.keys())
  for (const [key, seen] of versions) {
    const [mine, theirs] = [await transport.gets(key), there.get(key)]
    const last = seen.at(-1)
    expect(
      mine && { flags: mine.flags, isNew: mine.cas !== last?.memory, length: mine.value.byteLength },
      `${key} after ${after}`,
    ).toEqual(
      theirs && {
        flags: theirs.flags,
        isNew: theirs.cas !== last?.memcached,
        length: theirs.value.byteLength,
      },
    )
    if (mine === undefined || theirs === undefined) continue
    expect(Buffer.compare(mine.value, theirs.value), `${key} after ${after}`).toBe(0)
    if (mine.cas !== last?.memory) seen.push({ memory: mine.cas, memcached: theirs.cas })
  }
}

async function expectSameFigures(
  transport: Transport,
  before: Record<string, string>,
  after: Record<string, string>,
): Promise<void> {
  const [entry] = await transport.statistics()
  for (const name of FIGURES) {
    expect(Number(entry?.statistics[name]), name).toBe(Number(after[name]) - Number(before[name]))
  }
}

function describeOperation(operation: Operation): string {
  const shown = Object.entries(operation).map(([name, field]) =>
    field instanceof Uint8Array ? `${name}: ${describeBytes(field)}` : `${name}: ${String(field)}`,
  )
  return `{ ${shown.join(', ')} }`
}

function describeBytes(bytes: Uint8Array): string {
  const text = JSON.stringify(Buffer.from(bytes.subarray(0, 40)).toString('latin1'))
  return bytes.byteLength > 40 ? `${text}… of ${bytes.byteLength} bytes` : text
}
