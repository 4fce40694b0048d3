import { isSameBytes, type Item } from '@lmc/transport'
import type { Generation } from './generations-field.ts'
import { type Generations, hasHeader, NO_GENERATIONS, readHeader } from './item-header.ts'

/** Whether an item has these generations in its header, among others. They are current while its own are. */
export function namesGenerations(item: Item, { dependencies, sharedDependencies }: Generations): boolean {
  const named = hasHeader(item) ? readHeader(item).header : NO_GENERATIONS
  return isPart(dependencies, named.dependencies) && isPart(sharedDependencies, named.sharedDependencies)
}

function isPart(some: readonly Generation[], all: readonly Generation[]): boolean {
  return some.every(({ digest, generation }) =>
    all.some((one) => one.digest === digest && isSameBytes(one.generation, generation)),
  )
}
