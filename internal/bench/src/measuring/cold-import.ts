import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from '@lmc/report'

/** A set of modules to import. */
interface Importer {
  readonly name: string
  readonly modules: readonly string[]
}

/** The time of an import in a new process, in milliseconds. */
export interface ColdImport {
  readonly name: string
  /** From the beginning of the import to its end. */
  readonly took: number
  /** Processor time of the process, user and system. */
  readonly worked: number
}

/** The imports to compare. The first one is the mark. */
const importers: readonly [Importer, ...Importer[]] = [
  { name: 'memjs 1.3.2', modules: ['memjs'] },
  { name: '@lmc/client and transport-meta', modules: ['@lmc/client', '@lmc/transport-meta'] },
]

/** Measures imports in new processes, one of each in each round. Resolves to the medians of the rounds. */
export async function measureColdImports(rounds: number): Promise<ColdImport[]> {
  const figures = importers.map(({ name }) => ({ name, took: [] as number[], worked: [] as number[] }))
  for (let round = 0; round < rounds; round++) {
    for (const [index, { modules }] of importers.entries()) {
      const [took = NaN, worked = NaN] = await importOnce(modules)
      figures[index]?.took.push(took)
      figures[index]?.worked.push(worked)
    }
  }
  return figures.map(({ name, took, worked }) => ({ name, took: median(took), worked: median(worked) }))
}

async function importOnce(modules: readonly string[]): Promise<number[]> {
  // With `hrtime`, since `performance` itself loads modules.
  const source = `
    const [startedAt, before] = [process.hrtime.bigint(), process.cpuUsage()]
    ${modules.map((name) => `await import('${name}')`).join(';')}
    const [endedAt, { user, system }] = [process.hrtime.bigint(), process.cpuUsage(before)]
    process.stdout.write(JSON.stringify([Number(endedAt - startedAt) / 1e6, (user + system) / 1e3]))`
  const args = ['--input-type=module', '-e', source]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
  return JSON.parse(stdout)
}
