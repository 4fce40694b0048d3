import type { Command } from 'commander'
import { countListed } from '../../server/count-listed.ts'
import { Progress } from '../../output/progress.ts'
import { printable } from '../../output/printable.ts'
import { keyInJson, showKey } from '../../output/show-key.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'

interface KeysOptions {
  readonly dump?: boolean
  readonly verify: boolean
}

/** `lmc keys` */
export function addKeys(program: Command, run: Runner): void {
  program
    .command('keys')
    .summary('list keys')
    .description(
      'Lists the keys of a namespace, one a line, as they come. It lists what clients with a list of ' +
        'keys have set. --dump lists what the servers hold, whoever has set it.',
    )
    .option('--dump', 'the memcached keys of all items of the servers; lmc hashes its own')
    .option('--no-verify', 'do not ask whether each key is still there')
    .addHelpText(
      'after',
      examples(
        ['lmc keys', 'the keys that have no namespace'],
        ['lmc keys --namespace users | head', 'ten of a namespace'],
        ['lmc keys --dump | grep ^session:', 'those of any client'],
        ['lmc keys --json', 'one {"key": …} a line: numbers and objects are keys as well'],
      ),
    )
    .action((options: KeysOptions, command: Command) =>
      run(command, (session) => (options.dump === true ? listDumped(session) : listKeys(session, options))),
    )
}

async function listKeys(session: Session, { verify }: KeysOptions): Promise<void> {
  const { client, streams, output, options, signal } = session
  const { namespace } = options
  // On a terminal the keys themselves are the progress.
  const progress = new Progress('Listing', streams, !output.isTerminal)
  try {
    if (progress.isWatched) progress.expect(await countListed(session, namespace))
    for await (const key of client.iterateKeys(namespace, { verify, signal })) {
      if (output.json) await output.object(keyInJson(key))
      else await output.line(showKey(key))
      progress.advance()
    }
  } finally {
    progress.stop()
  }
}

async function listDumped({ transport, output, signal }: Session): Promise<void> {
  for await (const memcachedKey of transport.dumpKeys({ signal })) {
    if (output.json) await output.object({ memcachedKey })
    else await output.line(printable(memcachedKey))
  }
}
