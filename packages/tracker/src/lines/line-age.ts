import type { Seconds } from '@lmc/transport'
import { type IndexLine, nameOfLine } from './index-line.ts'

/** How much the clocks of two machines may differ, and how long a value may be on its way behind the line that announces it. */
const LEEWAY: Seconds = 60

/** Whether the lifetime is over on any clock; the server knows better, and is asked about the rest. */
export function isExpired(line: IndexLine, now: Seconds): boolean {
  return expiryOf(line) + LEEWAY < now
}

/** Whether the value may not have arrived yet: then that it is not there says nothing. */
export function isYoung({ writtenAt }: IndexLine, now: Seconds): boolean {
  return Math.abs(now - writtenAt) <= LEEWAY
}

/**
 * One line for each key that the lines name and that may be there still: written when the last of them was, and good for as long as any of
 * them.
 */
export function mergeLines(lines: Iterable<IndexLine>, now: Seconds): IndexLine[] {
  const merged = new Map<string, IndexLine>()
  for (const line of lines) {
    if (isExpired(line, now)) continue
    const name = nameOfLine(line)
    const other = merged.get(name)
    merged.set(name, other === undefined ? line : mergeTwo(line, other))
  }
  return [...merged.values()]
}

function mergeTwo(one: IndexLine, other: IndexLine): IndexLine {
  // Most often one of them says it all.
  if (one.writtenAt >= other.writtenAt && expiryOf(one) >= expiryOf(other)) return one
  const writtenAt = Math.max(one.writtenAt, other.writtenAt)
  const expiry = Math.max(expiryOf(one), expiryOf(other))
  return { ...one, writtenAt, lifetime: expiry === Infinity ? 0 : expiry - writtenAt }
}

function expiryOf({ writtenAt, lifetime }: IndexLine): Seconds {
  return lifetime === 0 ? Infinity : writtenAt + lifetime
}
