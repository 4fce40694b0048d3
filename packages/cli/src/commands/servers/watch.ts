import { Argument, type Command } from 'commander'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'
import { parseEvent, type ServerEvent } from '../../server/server-event.ts'
import { TextConnection } from '../../server/text-connection.ts'
import type { Peer } from '@lmc/transport-meta'

const KINDS = [
  'fetchers',
  'mutations',
  'evictions',
  'deletions',
  'connevents',
  'proxyreqs',
  'proxyevents',
  'proxyuser',
  'rawcmds',
]

/** `lmc watch` */
export function addWatch(program: Command, run: Runner): void {
  program
    .command('watch')
    .summary('show what happens on the servers, as it happens')
    .description(
      'Shows what happens on the servers, one event a line, until Ctrl-C. A server that is in a ' +
        'hurry leaves events out, and says so.',
    )
    .addArgument(
      new Argument('[kinds...]', 'what to show; older servers do not know all')
        .choices(KINDS)
        .default(['fetchers', 'mutations', 'evictions'], 'fetchers mutations evictions'),
    )
    .addHelpText(
      'after',
      examples(
        ['lmc watch', 'who reads and writes what, and what is evicted'],
        ['lmc watch evictions --json', 'one object an event'],
        ['lmc watch connevents', 'who connects'],
      ),
    )
    .action((kinds: readonly string[], _options: unknown, command: Command) =>
      run(command, async (session) => {
        await Promise.all(session.servers.map((server) => watchServer(session, server, kinds)))
      }),
    )
}

/** Shows the events of a server, until the connection ends. */
async function watchServer(session: Session, server: Peer, kinds: readonly string[]): Promise<void> {
  const { output, options, signal, servers } = session
  const connection = await TextConnection.open({ server, command: 'watch', timeout: options.timeout, signal })
  try {
    await connection.ask(`watch ${kinds.join(' ')}`)
    output.note(`Watching ${server.name}: ${kinds.join(', ')}`)
    for await (const line of connection.lines()) {
      const event = parseEvent(line)
      if (output.json) await output.object({ server: server.name, ...event })
      else await output.line(`${servers.length > 1 ? `${server.name}  ` : ''}${show(session, event)}`)
    }
  } finally {
    connection.close()
  }
}

/** An event as a line: when, what, the key, and the rest by its names. */
function show({ output }: Session, { time, type = '', key = '', ...rest }: ServerEvent): string {
  const clock = time === undefined ? '' : new Date(time * 1000).toISOString().slice(11, 23)
  const figures = Object.entries(rest).map(([name, figure]) => output.style('dim', `${name}=${figure}`))
  const parts = [clock, output.style('cyan', type.padEnd(9)), printable(key), ...figures]
  return parts.filter((part) => part !== '').join('  ')
}
