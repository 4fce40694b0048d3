import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { wholeNumber } from '../../options/whole-number.ts'
import { examples } from '../../program/examples.ts'
import { Mistake } from '../../program/mistake.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'
import { Course } from '../../top/course.ts'

interface TopOptions {
  readonly interval: number
}

/** `lmc top` */
export function addTop(program: Command, run: Runner): void {
  program
    .command('top')
    .summary("show the servers' figures live")
    .description(
      "Shows the servers' figures live, with their course: hit ratio, calls and bytes a second, " +
        'memory, items, evictions, connections, CPU. q quits, s shows slabs, ← and → go to other ' +
        'servers. A server that is down is shown as down until it is back.',
    )
    .option(
      '--interval <ms>',
      'how often the servers are asked, in milliseconds',
      wholeNumber(100, 3_600_000),
      1000,
    )
    .addHelpText(
      'after',
      examples(
        ['lmc top', 'the server on this machine'],
        ['lmc top --servers a:11211,b:11211', 'two servers beside each other'],
        ['lmc top --json --interval 10000 >> figures.jsonl', 'one object a server every ten seconds'],
      ),
    )
    .action(({ interval }: TopOptions, command: Command) =>
      run(command, async (session) => {
        const courses = session.transport.servers.map((server) => new Course(server))
        const sample = async (): Promise<void> => {
          const entries = await session.transport.statistics({ signal: session.signal })
          for (const [index, entry] of entries.entries()) courses[index]?.add(entry, performance.now() / 1000)
        }
        if (session.output.json) return writeObjects(session, courses, sample, interval)
        if (!session.output.isTerminal)
          throw new Mistake('lmc top needs a terminal; --json writes one object a server and interval.')
        const { Top } = await import('../../top/top.ts')
        return new Top(session, courses, interval).run(sample)
      }),
    )
}

async function writeObjects(
  { output, signal }: Session,
  courses: readonly Course[],
  sample: () => Promise<void>,
  interval: number,
): Promise<void> {
  for (;;) {
    await sample()
    const time = new Date().toISOString()
    for (const { server, now, error } of courses)
      await output.object({
        server,
        time,
        up: error === undefined,
        ...now,
        ...(error && { error: error.message }),
      })
    await output.flush()
    await sleep(interval, undefined, { signal })
  }
}
