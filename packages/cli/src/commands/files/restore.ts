import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { restoreItems } from '../../dump/restore-items.ts'
import { counted } from '../../output/figures.ts'
import { Progress } from '../../output/progress.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

interface RestoreOptions {
  readonly keep?: boolean
  readonly renew?: boolean
}

/** `lmc restore` */
export function addRestore(program: Command, run: Runner): void {
  program
    .command('restore')
    .summary('store the items of a dump')
    .description(
      'Stores the items that `lmc dump` has written, with what is left of their lifetimes. What has ' +
        'expired meanwhile is left out. Exit code 2 when the servers take no value of some size.',
    )
    .argument('[file]', 'the file, or - for standard input', '-')
    .option('--keep', 'leave keys as they are that hold something')
    .option('--renew', 'begin lifetimes anew, with what was left of them when the dump began')
    .addHelpText(
      'after',
      examples(
        ['lmc restore cache.jsonl', 'all items'],
        ['gunzip < cache.jsonl.gz | lmc restore --keep', 'only what is not there'],
        ['lmc dump -s old:11211 | lmc restore -s new:11211', 'from server to server'],
      ),
    )
    .action((path: string, { keep = false, renew = false }: RestoreOptions, command: Command) =>
      run(command, async ({ transport, streams, output, signal }) => {
        const progress = new Progress('Restoring', streams)
        if (path !== '-') progress.expect((await stat(path)).size)
        const input = path === '-' ? streams.stdin : createReadStream(path)
        const lines = createInterface({ input, crlfDelay: Infinity, signal })
        try {
          const onLine = (length: number): void => progress.advance(length)
          const outcome = await restoreItems(lines, { transport, signal, keep, renew, onLine })
          progress.stop()
          if (output.json) await output.object(outcome)
          else await output.line(`Restored ${counted(outcome.restored, 'item')}`)
          const { expired, kept, tooLarge } = outcome
          if (expired > 0) output.note(`${counted(expired, 'item')} left out: expired since.`)
          if (kept > 0) output.note(`${counted(kept, 'item')} left out: the key holds something.`)
          if (tooLarge > 0) output.note(`${counted(tooLarge, 'item')} left out: too large for the server.`)
          return tooLarge === 0 ? ExitCode.done : ExitCode.mistake
        } finally {
          progress.stop()
          lines.close()
        }
      }),
    )
}
