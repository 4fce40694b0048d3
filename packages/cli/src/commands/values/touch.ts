import type { Command } from 'commander'
import { readLifetime } from '../../options/lifetime-option.ts'
import { rawOf, readKey } from '../../options/read-key.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

/** `lmc touch` */
export function addTouch(program: Command, run: Runner): void {
  program
    .command('touch')
    .summary('give a value another lifetime')
    .description('Gives a value another lifetime, from now on. Exit code 1 when there is no value.')
    .argument('<key>', 'its cache key')
    .argument('<lifetime>', 'seconds, or 90s, 10m, 1h, 7d; 0 is for ever')
    .addHelpText('after', examples(['lmc touch session:7 1h', 'an hour from now on']))
    .action((text: string, lifetime: string, _options: unknown, command: Command) =>
      run(command, async ({ client, output, options, signal }) => {
        const key = readKey(text, options)
        const found = await client.touch(key, readLifetime(lifetime), { raw: rawOf(options), signal })
        if (output.json) await output.object({ key, found })
        else if (!found) output.note(`No value: ${printable(text)}`)
        else if (output.isTerminal) await output.line(`Touched ${printable(text)}`)
        return found ? ExitCode.done : ExitCode.miss
      }),
    )
}
