import { type Command, InvalidArgumentError, Option } from 'commander'
import { wholeNumber, wholeNumbers } from '../../options/whole-number.ts'
import { count, milliseconds } from '../../output/figures.ts'
import { Progress } from '../../output/progress.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'
import { bench, type BenchKind, type BenchResult } from '../../server/bench.ts'

const KINDS: readonly BenchKind[] = ['get', 'set', 'mixed']
const MEBIBYTE = 2 ** 20

interface BenchOptions {
  readonly kind: readonly BenchKind[]
  readonly size: readonly number[]
  readonly inFlight: readonly number[]
  readonly duration: number
}

/** `lmc bench` */
export function addBench(program: Command, run: Runner): void {
  program
    .command('bench')
    .summary('measure the servers')
    .description(
      'Measures calls a second and how long calls take, for each kind, size and number of calls in ' +
        'flight. It sets 1000 keys of its own, and deletes them. Every tenth call of the kind mixed is ' +
        'a set.',
    )
    .addOption(
      new Option('--kind <list>', 'get, set, mixed').argParser(readKinds).default(KINDS, 'get,set,mixed'),
    )
    .addOption(
      new Option('--size <list>', 'bytes of a value')
        .argParser(wholeNumbers(0, MEBIBYTE))
        .default([100], '100'),
    )
    .addOption(
      new Option('--in-flight <list>', 'calls under way at once')
        .argParser(wholeNumbers(1, 10_000))
        .default([1, 64], '1,64'),
    )
    .option('--duration <ms>', 'how long each is measured, in milliseconds', wholeNumber(1, 3_600_000), 1000)
    .addHelpText(
      'after',
      examples(
        ['lmc bench', 'six lines, a second each'],
        ['lmc bench --kind get --size 100,10000 --in-flight 1,16,256', 'six others'],
      ),
    )
    .action((options: BenchOptions, command: Command) =>
      run(command, async ({ transport, streams, output, signal }) => {
        const { duration } = options
        const tasks = options.kind.flatMap((kind) =>
          options.size.flatMap((size) =>
            options.inFlight.map((inFlight) => ({ kind, size, inFlight, duration })),
          ),
        )
        const progress = new Progress('Measuring', streams)
        progress.expect(tasks.length)
        const results: BenchResult[] = []
        try {
          for (const task of tasks) {
            const result = await bench(transport, task, signal)
            if (output.json) await output.object(result)
            results.push(result)
            progress.advance()
          }
        } finally {
          progress.stop()
        }
        if (!output.json) await writeTable(output, COLUMNS, results.map(toRow))
        if (results.some(({ misses }) => misses > 0))
          output.note('Some reads found nothing: the servers have no room for 1000 values of that size.')
      }),
    )
}

const COLUMNS = [
  { head: 'kind' },
  ...['bytes', 'in flight', 'calls/s', 'p50', 'p90', 'p99', 'p99.9', 'longest'].map((head) => ({
    head,
    isFigure: true,
  })),
]

function toRow({
  kind,
  size,
  inFlight,
  callsPerSecond,
  p50,
  p90,
  p99,
  p999,
  longest,
}: BenchResult): string[] {
  const times = [p50, p90, p99, p999, longest].map(milliseconds)
  return [kind, count(size), count(inFlight), count(callsPerSecond), ...times]
}

function readKinds(text: string): BenchKind[] {
  return text.split(',').map((name) => {
    const kind = KINDS.find((one) => one === name)
    if (kind === undefined) throw new InvalidArgumentError(`Expected any of ${KINDS.join(', ')}.`)
    return kind
  })
}
