import assert from 'node:assert/strict'

/** How many members a message names. */
const NAMED = 5

/** Asserts that both lists have the same members, in any order. The message names the first that differ. */
export function assertSameMembers(given: Iterable<string>, expected: Iterable<string>, what: string): void {
  const [got, wanted] = [new Set(given), new Set(expected)]
  const missing = [...wanted].filter((member) => !got.has(member))
  const surplus = [...got].filter((member) => !wanted.has(member))
  const faults = [
    missing.length > 0 && `${missing.length} of ${wanted.size} are missing: ${name(missing)}`,
    surplus.length > 0 && `${surplus.length} were not expected: ${name(surplus)}`,
  ].filter((fault) => fault !== false)
  assert.equal(faults.length, 0, `${what}: ${faults.join('; ')}`)
}

function name(members: readonly string[]): string {
  const shown = members.slice(0, NAMED).join(', ')
  return members.length > NAMED ? `${shown} and ${members.length - NAMED} more` : shown
}
