import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from '@lmc/report'

/** What a program imports first. */
interface Importer {
  readonly name: string
  readonly modules: readonly string[]
}

/** What an import takes in a fresh process, in milliseconds. */
export interface ColdImport {
  readonly name: string
  /** From the begin of the import to its end. */
  readonly took: number
  /** What the process works for it, user and system. */
  readonly worked: number
}

/** Those that are compared; the first is the mark. */
const importers: readonly [Importer, ...Importer[]] = [
  { name: 'memjs 1.3.2', modules: ['memjs'] },
  { name: '@lmc/client and transport-meta', modules: ['@lmc/client', '@lmc/transport-meta'] },
]

/** Measures imports in fresh processes, one of each and then the next round; resolves to the medians of the rounds. */
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
  // By `hrtime`, for `performance` loads modules itself.
  const source = `
    const [startedAt, before] = [process.hrtime.bigint(), process.cpuUsage()]
    ${modules.map((name) => `await import('${name}')`).join(';')}
    const [endedAt, { user, system }] = [process.hrtime.bigint(), process.cpuUsage(before)]
    process.stdout.write(JSON.stringify([Number(endedAt - startedAt) / 1e6, (user + system) / 1e3]))`
  const args = ['--input-type=module', '-e', source]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname })
  return JSON.parse(stdout)
}
