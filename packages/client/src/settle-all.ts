/**
 * Resolves to what all of them do, and rejects as the first that does, but only when all have settled: whoever is told that some have failed
 * finds none under way.
 */
export async function settleAll<T>(all: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(all)
  return Promise.all(all)
}
