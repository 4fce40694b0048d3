import type { Lifetime } from '@lmc/client'
import type { Command } from 'commander'
import { lifetimeOption } from '../../options/lifetime-option.ts'
import { rawOf, readKey } from '../../options/read-key.ts'
import { readValue, type ValueForm, valueFormOption } from '../../options/read-value.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

interface SetOptions {
  readonly lifetime: Lifetime
  readonly as: ValueForm
  readonly replace?: boolean
}

/** `lmc set` */
export function addSet(program: Command, run: Runner): void {
  program
    .command('set')
    .summary('store a value')
    .description(
      'Stores a value, whatever the key held. VALUE is a text, or what standard input has when it is -.',
    )
    .argument('<key>', 'its cache key')
    .argument('<value>', 'the value, or - for standard input')
    .addOption(lifetimeOption())
    .addOption(valueFormOption())
    .option('--replace', 'only if the key holds a value; exit code 1 when it holds none')
    .addHelpText(
      'after',
      examples(
        ['lmc set greeting hello --lifetime 10m', 'a text that lives for ten minutes'],
        ['lmc set photo - --as bytes < photo.jpg', 'what standard input has'],
        [`lmc set user '{"name":"Ada"}' --as json`, 'an object'],
        ['lmc set --raw user:7 Ada', 'a key of another client'],
        ['lmc set greeting hi --replace', 'only if it holds a value'],
      ),
    )
    .action((text: string, value: string, { lifetime, as, replace }: SetOptions, command: Command) =>
      run(command, async ({ client, streams, output, options, signal }) => {
        const key = readKey(text, options)
        const method = replace === true ? 'replace' : 'set'
        const given = await readValue(value, as, streams)
        const memcachedKey = await client[method](key, given, { raw: rawOf(options), lifetime, signal })
        const stored = memcachedKey !== undefined
        if (output.json) await output.object({ key, stored, ...(stored && { memcachedKey }) })
        else if (!stored) output.note(`No value: ${printable(text)}`)
        else if (output.isTerminal) await output.line(`Stored ${printable(text)}`)
        return stored ? ExitCode.done : ExitCode.miss
      }),
    )
}
