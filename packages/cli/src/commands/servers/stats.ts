import type { ServerStatistics } from '@lmc/client'
import { Argument, type Command } from 'commander'
import { bytes, count, duration, share } from '../../output/figures.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import { explain } from '../../program/explain.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'
import { serverStats } from '../../server/server-stats.ts'

/** What memcached tells apart; `general` is `stats` without a kind. */
const KINDS = ['general', 'items', 'slabs', 'sizes', 'settings', 'conns', 'extstore', 'proxy', 'proxyfuncs']

/** `lmc stats` */
export function addStats(program: Command, run: Runner): void {
  program
    .command('stats')
    .summary("show the servers' figures")
    .description(
      "Shows the servers' figures: the most telling ones, or with a kind all of that kind by " +
        "memcached's names.",
    )
    .addArgument(new Argument('[kind]', 'all figures of a kind').choices(KINDS))
    .addHelpText(
      'after',
      examples(
        ['lmc stats', 'hit ratio, memory, items, evictions …'],
        ['lmc stats general', "all that memcached's own `stats` gives"],
        ['lmc stats settings --json', 'one object a server'],
      ),
    )
    .action((kind: string | undefined, _options: unknown, command: Command) =>
      run(command, async (session) => {
        const { output, options } = session
        const entries = await figuresOf(session, kind)
        const failed = entries.filter(({ error }) => error !== undefined)
        if (output.json) {
          for (const { server, statistics, error } of entries)
            await output.object({
              server,
              figures: asNumbers(statistics),
              ...(error && { error: error.message }),
            })
        } else if (kind === undefined) {
          await writeOverview(session, entries)
        } else {
          const rows = entries.flatMap(({ server, statistics }) =>
            Object.entries(statistics).map(([name, figure]) => [server, name, figure]),
          )
          await writeTable(
            output,
            [{ head: 'server' }, { head: 'figure' }, { head: 'value', isFigure: true }],
            rows,
          )
        }
        for (const { error } of failed) output.note(`lmc: ${explain(error, options.servers).message}`)
        return failed.length === 0 ? ExitCode.done : ExitCode.server
      }),
    )
}

async function figuresOf(session: Session, kind = 'general'): Promise<readonly ServerStatistics[]> {
  if (kind !== 'general') return serverStats(session, kind)
  return session.transport.statistics({ signal: session.signal })
}

/** A server a column, so that many figures have room. */
async function writeOverview({ output }: Session, entries: readonly ServerStatistics[]): Promise<void> {
  const columns = [{ head: 'server' }, ...entries.map(({ server }) => ({ head: server, isFigure: true }))]
  const rows = Object.entries(overview).map(([name, show]) =>
    [name].concat(
      entries.map(({ statistics, error }) => (error === undefined ? cell(show, statistics) : '-')),
    ),
  )
  await writeTable(output, columns, rows)
}

function cell(show: Show, statistics: ServerStatistics['statistics']): string {
  return show((name) => Number(statistics[name] ?? 0), statistics)
}

type Show = (figure: (name: string) => number, figures: Readonly<Record<string, string>>) => string

const overview: Readonly<Record<string, Show>> = {
  version: (_, { version = '' }) => version,
  uptime: (figure) => duration(figure('uptime')),
  items: (figure) => count(figure('curr_items')),
  memory: (figure) => bytes(figure('bytes')),
  'memory limit': (figure) => bytes(figure('limit_maxbytes')),
  'memory used': (figure) => share(figure('bytes'), figure('limit_maxbytes')),
  gets: (figure) => count(figure('cmd_get')),
  'hit ratio': (figure) => share(figure('get_hits'), figure('cmd_get')),
  sets: (figure) => count(figure('cmd_set')),
  evictions: (figure) => count(figure('evictions')),
  expired: (figure) => count(figure('expired_unfetched')),
  connections: (figure) => count(figure('curr_connections')),
  'bytes in': (figure) => bytes(figure('bytes_read')),
  'bytes out': (figure) => bytes(figure('bytes_written')),
  threads: (figure) => count(figure('threads')),
}

/** Figures that are numbers, as numbers. */
function asNumbers(figures: Readonly<Record<string, string>>): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => {
      const number = Number(figure)
      const isNumber = /^-?\d+(?:\.\d+)?$/.test(figure) && Math.abs(number) <= Number.MAX_SAFE_INTEGER
      return [name, isNumber && name !== 'version' ? number : figure]
    }),
  )
}
