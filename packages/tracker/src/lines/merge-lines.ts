import { type IndexLine, nameOfLine, SETTLED } from './index-line.ts'

/** Marks the lines whose sets are over: their tickets say nothing any more. */
export function markSettled(lines: readonly IndexLine[], isSettled: (ticket: string) => boolean): void {
  let [latest, isLatestSettled] = [SETTLED, true]
  for (const line of lines) {
    if (line.ticket !== latest) {
      latest = line.ticket
      isLatestSettled = isSettled(latest)
    }
    if (isLatestSettled) line.ticket = SETTLED
  }
}

/**
 * The lines that say all that the given ones do, which `markSettled` has seen. A key keeps its last line, and
 * with it one line for each other ticket whose sets may still be under way: while any of them may bring a
 * value, the key must not be dropped.
 */
export function mergeLines(lines: readonly IndexLine[]): IndexLine[] {
  const merged = new Map<string, IndexLine>()
  /** Those of keys that need several. */
  const several = new Map<string, IndexLine[]>()
  for (const line of lines) {
    const name = nameOfLine(line)
    const other = merged.get(name)
    merged.set(name, line)
    // Most often one of them says it all.
    if (other === undefined || other.ticket === line.ticket) continue
    const others = several.get(name) ?? [other]
    several.set(name, others.filter(({ ticket }) => ticket !== line.ticket).concat(line))
  }
  const all: IndexLine[] = []
  for (const [name, line] of merged) all.push(...needed(several.get(name) ?? [line]))
  return all
}

/** The lines of one key without a settled one, which is needed only where there is no other. */
function needed(lines: readonly IndexLine[]): readonly IndexLine[] {
  const unsettled = lines.filter(({ ticket }) => ticket !== SETTLED)
  return unsettled.length === 0 ? lines.slice(-1) : unsettled
}
