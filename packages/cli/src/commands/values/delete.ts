import type { Command } from 'commander'
import { rawOf, readKey } from '../../options/read-key.ts'
import { counted } from '../../output/figures.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

/** `lmc delete` */
export function addDelete(program: Command, run: Runner): void {
  program
    .command('delete')
    .summary('drop values')
    .description('Drops the values of keys. Exit code 1 when a key held none.')
    .argument('<keys...>', 'their cache keys')
    .addHelpText(
      'after',
      examples(
        ['lmc delete greeting', 'one key'],
        ['lmc delete --namespace users ada grace', 'two keys of a namespace'],
      ),
    )
    .action((texts: string[], _options: unknown, command: Command) =>
      run(command, async ({ client, output, options, signal }) => {
        const keys = texts.map((text) => readKey(text, options))
        const deleted = await client.invalidateMany(keys, { raw: rawOf(options), signal })
        if (output.json) await output.object({ keys: keys.length, deleted })
        else if (deleted < keys.length)
          output.note(`${counted(keys.length - deleted, 'key')} of ${keys.length} held no value`)
        else if (output.isTerminal) await output.line(`Dropped ${counted(deleted, 'value')}`)
        return deleted === keys.length ? ExitCode.done : ExitCode.miss
      }),
    )
}
