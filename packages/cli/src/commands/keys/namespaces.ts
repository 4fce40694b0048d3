import type { Command } from 'commander'
import { bytes, count } from '../../output/figures.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'

/** `lmc namespaces` */
export function addNamespaces(program: Command, run: Runner): void {
  program
    .command('namespaces')
    .summary('list namespaces')
    .description('Lists the namespaces that keys are listed of, with what the list of each costs.')
    .addHelpText('after', examples(['lmc namespaces', 'keys, and items and bytes of the list']))
    .action((_options: unknown, command: Command) =>
      run(command, async ({ client, output, signal }) => {
        const found = await client.namespaces({ signal })
        const sizes = found.toSorted((one, other) => other.keys - one.keys)
        if (output.json) {
          for (const { namespace = null, ...size } of sizes) await output.object({ namespace, ...size })
          return
        }
        if (sizes.length === 0)
          output.note('No keys are listed. `lmc keys --dump` lists what the servers hold.')
        else
          await writeTable(
            output,
            [
              { head: 'namespace' },
              { head: 'keys', isFigure: true },
              { head: 'items of the list', isFigure: true },
              { head: 'bytes of the list', isFigure: true },
            ],
            sizes.map((size) => [
              size.namespace ?? output.style('dim', '(none)'),
              count(size.keys),
              count(size.items),
              bytes(size.bytes),
            ]),
          )
      }),
    )
}
