import type { Command } from 'commander'
import { ask } from '../../output/ask.ts'
import { examples } from '../../program/examples.ts'
import { Mistake } from '../../program/mistake.ts'
import type { Runner } from '../../program/runner.ts'

interface FlushOptions {
  readonly only?: string
  readonly yes?: boolean
}

/** `lmc flush` */
export function addFlush(program: Command, run: Runner): void {
  program
    .command('flush')
    .summary('drop everything that the servers hold')
    .description('Drops all items of all servers, whoever has set them, after a question.')
    .option('--only <server>', 'only this one of the servers')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        ['lmc flush', 'asks'],
        ['lmc flush --yes --servers a:11211,b:11211 --only a:11211', 'one of them'],
      ),
    )
    .action(({ only, yes }: FlushOptions, command: Command) =>
      run(command, async (session) => {
        const { transport, output, signal } = session
        const servers = only === undefined ? transport.servers : [only]
        if (only !== undefined && !transport.servers.includes(only))
          throw new Mistake(`${only} is none of the servers: ${transport.servers.join(', ')}`)
        await ask(
          `Drop all that ${servers.join(', ')} ${servers.length === 1 ? 'holds' : 'hold'}?`,
          yes,
          session,
        )
        await transport.flush({ server: only, signal })
        if (output.json) await output.object({ flushed: servers })
        else await output.line(`Dropped all that ${servers.join(', ')} held`)
      }),
    )
}
