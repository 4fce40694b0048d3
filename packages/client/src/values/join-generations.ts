import { type Generation, MOST_DEPENDENCIES } from '../header/generations-field.ts'
import type { Generations } from '../header/item-header.ts'

/**
 * Joins the dependencies that a value keeps with those of a call. `undefined`: there are none.
 *
 * @throws {RangeError} when there are more than 255 of a kind.
 */
export function joinGenerations(
  kept: Generations | undefined,
  named: Generations | undefined,
): Generations | undefined {
  const join = (kind: keyof Generations): readonly Generation[] => {
    const joined = new Map<string, Generation>()
    for (const one of [...(named?.[kind] ?? []), ...(kept?.[kind] ?? [])]) joined.set(one.digest, one)
    assertCount(kind, joined.size)
    return [...joined.values()]
  }
  const both = { dependencies: join('dependencies'), sharedDependencies: join('sharedDependencies') }
  return both.dependencies.length + both.sharedDependencies.length > 0 ? both : undefined
}

/** @throws {RangeError} when a value cannot have so many dependencies. */
export function assertCount(what: keyof Generations, count: number): void {
  if (count <= MOST_DEPENDENCIES) return
  throw new RangeError(`There are ${count} ${what}; a value has ${MOST_DEPENDENCIES} at most`)
}
