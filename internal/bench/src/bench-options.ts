import { parseArgs } from 'node:util'
import type { RoundOptions } from './measuring/compare.ts'
import type { Contender } from './contenders/contender.ts'
import { contendersOf, type Suite } from './suites/suite.ts'
import type { Run } from './workloads/workload.ts'

/** The options of the command line. */
export interface BenchOptions extends RoundOptions {
  readonly contenders: readonly Contender[]
  readonly runs: readonly Run[]
  /** Whether to write the figures into the page of the suite. */
  readonly isWritten: boolean
  /** The folder for CPU profiles of the contenders. `undefined`: no profiles. */
  readonly profileFolder: string | undefined
}

const ROUNDS = '7'
const ROUND_TIME = '80'

/** The text of `--help`. */
export function usageOf(suite: Suite): string {
  return `Measures clients side by side. Without options: everything, for ${suite.page}.md.

  --contenders a,b   only these: ${contendersOf(suite).map(nameOf).join(', ')}
  --workloads a,b    only these: ${suite.workloads.map(({ name }) => name).join(', ')}
  --in-flight 1,64   with so many calls in flight, instead of ${suite.inFlight.join(', ')}
  --rounds n         rounds of each contender, ${ROUNDS} unless said
  --round-time ms    how long a round takes, ${ROUND_TIME} unless said
  --quick            3 rounds of 40 ms, 64 in flight; nothing is written unless --write says so
  --write            write the figures down; only a run of everything does so by itself
  --profile folder   write a CPU profile of each contender`
}

/**
 * Reads the command line.
 *
 * @throws {Error} that names an unknown option or name.
 */
export function parseBenchOptions(args: readonly string[], suite: Suite): BenchOptions | 'help' {
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
  const counts = inFlight?.split(',').map((count) => toPositive(count, 'in-flight')) ?? suite.inFlight
  const workloads = pick(suite.workloads, values.workloads, ({ name }, wanted) => name === wanted)
  return {
    contenders: pick(contendersOf(suite), values.contenders, (one, wanted) => nameOf(one) === wanted),
    runs: workloads.flatMap((workload) => counts.map((count) => ({ workload, inFlight: count }))),
    rounds: toPositive(values.rounds ?? (quick ? '3' : ROUNDS), 'rounds'),
    roundTime: toPositive(values['round-time'] ?? (quick ? '40' : ROUND_TIME), 'round-time'),
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

function toPositive(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} is "${text}"; expected a whole number from 1 on`)
  return value
}
