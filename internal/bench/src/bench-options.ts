import { parseArgs } from 'node:util'
import type { RoundOptions } from './measuring/compare.ts'
import type { Contender } from './contenders/contender.ts'
import { contenders } from './contenders/contenders.ts'
import { runs } from './workloads/runs.ts'
import type { Run } from './workloads/workload.ts'

/** The options of the command line. */
export interface BenchOptions extends RoundOptions {
  readonly contenders: readonly Contender[]
  readonly runs: readonly Run[]
  /** Whether to write the results to `results.md`. */
  readonly isWritten: boolean
  /** The folder for CPU profiles of the contenders. `undefined`: no profiles. */
  readonly profileFolder: string | undefined
}

/** The text of `--help`. */
export const USAGE: string = `pnpm bench [options]

  --contenders a,b   only these: ${contenders.map(nameOf).join(', ')}
  --workloads a,b    only these: ${[...new Set(runs.map(({ workload }) => workload.name))].join(', ')}
  --in-flight 1,64   with so many calls in flight; else as in the table
  --rounds n         rounds of each contender, 9 unless said
  --round-time ms    how long a round takes, 250 unless said
  --quick            3 rounds of 40 ms, 64 in flight; nothing is written unless --write says so
  --write            write the figures down; only a run of everything does so by itself
  --profile folder   write a CPU profile of each contender`

/**
 * Reads the command line.
 *
 * @throws {Error} that names an unknown option or name.
 */
export function parseBenchOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      contenders: { type: 'string' },
      workloads: { type: 'string' },
      'in-flight': { type: 'string' },
      rounds: { type: 'string' },
      'round-time': { type: 'string' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { quick } = values
  const inFlight = values['in-flight'] ?? (quick ? '64' : undefined)
  const isEverything =
    !quick &&
    [values.contenders, values.workloads, values['in-flight'], values.profile].every(
      (given) => given === undefined,
    )
  return {
    contenders: pick(contenders, values.contenders, (contender, wanted) => nameOf(contender) === wanted),
    runs: withInFlight(
      pick(runs, values.workloads, ({ workload }, wanted) => workload.name === wanted),
      inFlight,
    ),
    rounds: toPositive(values.rounds ?? (quick ? '3' : '9'), 'rounds'),
    roundTime: toPositive(values['round-time'] ?? (quick ? '40' : '250'), 'round-time'),
    isWritten: values.write || isEverything,
    profileFolder: values.profile,
  }
}

/** The name of a contender without its version. */
function nameOf({ name }: Contender): string {
  return name.split(' ')[0] ?? name
}

/** Returns the members of `all` that match one of the wanted names; all members when there are no names. */
function pick<T>(
  all: readonly T[],
  list: string | undefined,
  matches: (one: T, wanted: string) => boolean,
): T[] {
  if (list === undefined) return [...all]
  const wanted = list.split(',')
  for (const name of wanted) {
    if (!all.some((one) => matches(one, name))) throw new Error(`Nothing is called "${name}"; see --help`)
  }
  return all.filter((one) => wanted.some((name) => matches(one, name)))
}

function withInFlight(chosen: readonly Run[], list: string | undefined): Run[] {
  if (list === undefined) return [...chosen]
  const counts = list.split(',').map((count) => toPositive(count, 'in-flight'))
  const workloads = [...new Set(chosen.map(({ workload }) => workload))]
  return workloads.flatMap((workload) => counts.map((inFlight) => ({ workload, inFlight })))
}

function toPositive(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} is "${text}"; expected a whole number from 1 on`)
  return value
}
