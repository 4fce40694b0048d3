import type { Lifetime } from '@lmc/client'
import type { Command } from 'commander'
import { lifetimeOption } from '../../options/lifetime-option.ts'
import { readKey } from '../../options/read-key.ts'
import { readValue, type ValueForm, valueFormOption } from '../../options/read-value.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'

interface SetOptions {
  readonly lifetime: Lifetime
  readonly as: ValueForm
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
    .addHelpText(
      'after',
      examples(
        ['lmc set greeting hello --lifetime 10m', 'a text that lives for ten minutes'],
        ['lmc set photo - --as bytes < photo.jpg', 'what standard input has'],
        [`lmc set user '{"name":"Ada"}' --as json`, 'an object'],
        ['lmc set --raw user:7 Ada', 'a key of another client'],
      ),
    )
    .action((text: string, value: string, { lifetime, as }: SetOptions, command: Command) =>
      run(command, async ({ client, output, options, signal }) => {
        const key = readKey(text, options)
        const stored = await readValue(value, as)
        const memcachedKey = await client.set(key, stored, { raw: options.raw, lifetime, signal })
        if (output.json) await output.object({ key, stored: true, memcachedKey })
        else if (output.isTerminal) await output.line(`Stored ${printable(text)}`)
      }),
    )
}
