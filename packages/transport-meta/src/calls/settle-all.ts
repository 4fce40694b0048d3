/** Rejects with the first failure, once all have settled. */
export async function settleAll(all: readonly Promise<void>[]): Promise<void> {
  const [only] = all
  if (all.length === 1) return only
  const outcomes = await Promise.allSettled(all)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
