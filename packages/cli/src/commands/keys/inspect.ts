import type { Command } from 'commander'
import { rawOf, readKey } from '../../options/read-key.ts'
import { bytes, duration } from '../../output/figures.ts'
import { flagNames } from '../../output/flag-names.ts'
import { printable } from '../../output/printable.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

/** `lmc inspect` */
export function addInspect(program: Command, run: Runner): void {
  program
    .command('inspect')
    .summary('tell about an item')
    .description(
      'Tells where an item is, its size, its flags and how long it lives. That counts as no use of the item.',
    )
    .argument('<key>', 'its cache key')
    .addHelpText(
      'after',
      examples(
        ['lmc inspect greeting', 'exit code 1 when there is none'],
        ['lmc inspect --raw session:7 --json', 'an item of another client'],
      ),
    )
    .action((text: string, _options: unknown, command: Command) =>
      run(command, async ({ client, transport, output, options, signal }) => {
        const key = readKey(text, options)
        const memcachedKey = client.memcachedKey(key, { raw: rawOf(options) })
        const details = await transport.inspect(memcachedKey, { signal })
        const server = transport.serverOf(memcachedKey)
        const found = details !== undefined
        if (output.json) {
          await output.object({
            key,
            found,
            memcachedKey,
            server,
            ...(found && { ...details, flagNames: flagNames(details.flags) }),
          })
        } else if (details === undefined) {
          output.note(`No value: ${printable(text)}`)
        } else {
          const { flags, lifetimeLeft, valueSize, idle, wasRead } = details
          await writeTable(
            output,
            [{ head: 'key' }, { head: printable(text) }],
            [
              ['memcached key', memcachedKey],
              ['server', server],
              ['size of the value', `${bytes(valueSize)}, ${valueSize} bytes`],
              ['flags', `${flags}: ${flagNames(flags).join(', ')}`],
              ['lives', lifetimeLeft === 0 ? 'for ever' : `${duration(lifetimeLeft)} more`],
              ['last used', `${duration(idle)} ago`],
              ['read since it was stored', wasRead ? 'yes' : 'no'],
            ],
          )
        }
        return found ? ExitCode.done : ExitCode.miss
      }),
    )
}
