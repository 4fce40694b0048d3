import { type IndexLine, nameOfLine, SETTLED } from './index-line.ts'

/**
 * The lines that say all that the given ones do. A key keeps its last line, and with it one line for each other ticket whose sets may still
 * be under way: while any of them may bring a value, the key must not be dropped. A ticket that is settled says nothing any more.
 */
export function mergeLines(lines: Iterable<IndexLine>, isSettled: (ticket: string) => boolean): IndexLine[] {
  const merged = new Map<string, IndexLine[]>()
  for (const line of lines) {
    const name = nameOfLine(line)
    const settled = isSettled(line.ticket)
    const one = settled && line.ticket !== SETTLED ? { ...line, ticket: SETTLED } : line
    const others = merged.get(name)
    if (others === undefined) merged.set(name, [one])
    else merged.set(name, mergeInto(others, one))
  }
  return [...merged.values()].flat()
}

/** Lines of one key, of which a settled one is needed only where there is no other. */
function mergeInto(lines: readonly IndexLine[], line: IndexLine): IndexLine[] {
  const others = lines.filter(({ ticket }) => ticket !== SETTLED && ticket !== line.ticket)
  if (line.ticket !== SETTLED || others.length === 0) return [...others, line]
  // The last line has the lifetime that holds.
  const { raw, json, lifetime } = line
  return others.map(({ ticket }) => ({ raw, json, ticket, lifetime }))
}
