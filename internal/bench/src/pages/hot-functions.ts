/** The part of a `.cpuprofile` that is used here: the functions, and the function of each sample. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  /** The ids of nodes. */
  readonly samples: readonly number[]
}

/** A function, and its share of the time, 0 to 1, without the functions that it calls. */
export interface HotFunction {
  readonly name: string
  readonly share: number
}

/** The functions with the largest share, the hottest first. Idle time is left out. */
export function hotFunctions({ nodes, samples }: CpuProfile, count: number): HotFunction[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]))
  const hits = new Map<string, number>()
  for (const id of samples) {
    const name = names.get(id) ?? ''
    hits.set(name, (hits.get(name) ?? 0) + 1)
  }
  hits.delete('(idle)')
  const busy = [...hits.values()].reduce((sum, own) => sum + own, 0)
  return Array.from(hits, ([name, own]) => ({ name, share: own / busy }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, count)
}

/** `name file:line`, or only the name for code without a file. */
function describe({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName === '' ? '(anonymous)' : functionName
  if (url === '') return name
  const file = url.split('/').slice(-2).join('/')
  return `${name} ${file}:${lineNumber + 1}`
}
