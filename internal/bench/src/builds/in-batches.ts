/** Cuts keys into batches of so many each. Returns the one for the call with a number. */
export function inBatches(keys: readonly string[], size: number): (index: number) => string[] {
  const batches = Array.from({ length: keys.length / size }, (_, at) =>
    keys.slice(size * at, size * at + size),
  )
  return (index) => batches[index % batches.length] as string[]
}
