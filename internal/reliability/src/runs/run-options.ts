import { randomInt } from 'node:crypto'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

/** The defaults of a run. */
export interface RunDefaults {
  /** The unit of its length. */
  readonly unit: 'seconds' | 'minutes'
  readonly length: number
  readonly processes: number
  /** The number of keys of a large batch. 0: no batches. */
  readonly batchKeys: number
}

/** The options of the command line of a run. */
export interface RunOptions {
  /** The length in the unit of the defaults. */
  readonly length: number
  readonly processes: number
  readonly servers: number
  readonly batchKeys: number
  readonly seed: number
  /** Whether the run ends as soon as something is wrong. */
  readonly untilWrong: boolean
  /** The URL of a module that exports `openTransport`. */
  readonly transports: string
}

/** The text of `--help`. */
export function runUsage(command: string, { unit, length, processes, batchKeys }: RunDefaults): string {
  return `${command} [options]

  --${unit} n          how long, ${length} unless said
  --processes n        of clients, ${processes} unless said
  --servers n          3 unless said
  --batch-keys n       that one call sets, reads or drops now and then, ${batchKeys} unless said; 0: none
  --seed n             of faults and calls; a random one unless said
  --until-wrong        end as soon as something is wrong
  --transports file    a module with openTransport(name, { servers, timeout }), in place of lmc's transports`
}

/**
 * Reads the command line.
 *
 * @throws {Error} that names an unknown option.
 */
export function parseRunOptions(args: readonly string[], defaults: RunDefaults): RunOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      [defaults.unit]: { type: 'string', default: String(defaults.length) },
      processes: { type: 'string', default: String(defaults.processes) },
      servers: { type: 'string', default: '3' },
      'batch-keys': { type: 'string', default: String(defaults.batchKeys) },
      seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
      'until-wrong': { type: 'boolean', default: false },
      transports: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values['help']) return 'help'
  const numberOf = (option: string): number => toPositive(String(values[option]), option)
  return {
    length: toLength(String(values[defaults.unit]), defaults.unit),
    processes: numberOf('processes'),
    servers: numberOf('servers'),
    batchKeys: values['batch-keys'] === '0' ? 0 : numberOf('batch-keys'),
    seed: numberOf('seed'),
    untilWrong: values['until-wrong'],
    transports: toModule(values['transports']),
  }
}

function toLength(text: string, option: string): number {
  const value = Number(text)
  if (!(value > 0 && value < Infinity)) throw new Error(`--${option} is "${text}"; expected a number above 0`)
  return value
}

function toPositive(text: string, option: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} is "${text}"; expected a whole number from 1 on`)
  return value
}

/** The URL of a file, relative to the folder of the command. Without a file: the transports of lmc. */
function toModule(file: string | boolean | undefined): string {
  if (typeof file !== 'string') return new URL('../clients/open-transport.js', import.meta.url).href
  return pathToFileURL(resolve(process.env['INIT_CWD'] ?? '', file)).href
}
