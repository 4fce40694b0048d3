import type { Lifetime } from '@lmc/client'
import type { Command } from 'commander'
import { lifetimeOption } from '../../options/lifetime-option.ts'
import { rawOf, readKey } from '../../options/read-key.ts'
import { readValue, type ValueForm, valueFormOption } from '../../options/read-value.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

interface AddOptions {
  readonly lifetime: Lifetime
  readonly as: ValueForm
}

/** `lmc add` */
export function addAdd(program: Command, run: Runner): void {
  program
    .command('add')
    .summary('store a value if there is none')
    .description('Stores a value if the key holds none. Exit code 1 when it holds one.')
    .argument('<key>', 'its cache key')
    .argument('<value>', 'the value, or - for standard input')
    .addOption(lifetimeOption())
    .addOption(valueFormOption())
    .addHelpText(
      'after',
      examples(['lmc add lock:report $$ --lifetime 60 && make report', 'one of many does the work']),
    )
    .action((text: string, value: string, { lifetime, as }: AddOptions, command: Command) =>
      run(command, async ({ client, streams, output, options, signal }) => {
        const key = readKey(text, options)
        const added = await readValue(value, as, streams)
        const memcachedKey = await client.add(key, added, { raw: rawOf(options), lifetime, signal })
        const stored = memcachedKey !== undefined
        if (output.json) await output.object({ key, stored, ...(stored && { memcachedKey }) })
        else if (!stored) output.note(`There is a value: ${printable(text)}`)
        else if (output.isTerminal) await output.line(`Stored ${printable(text)}`)
        return stored ? ExitCode.done : ExitCode.miss
      }),
    )
}
