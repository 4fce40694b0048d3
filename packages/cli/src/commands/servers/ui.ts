import type { Command } from 'commander'
import { wholeNumber } from '../../options/whole-number.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'
import type { PageOptions } from '../../ui/server/serve-page.ts'

/** `lmc ui` */
export function addUi(program: Command, run: Runner): void {
  program
    .command('ui')
    .summary('serve a page that shows servers, keys and values')
    .description(
      "Serves a page for a browser on this machine: the servers' figures over time, namespaces, keys as a " +
        'table and as a tree, and values. Its address has a token: whoever has the address can read and ' +
        'change what the servers hold. Ctrl-C ends it.',
    )
    .option('--port <number>', 'the port of the page; 0 is any free one', wholeNumber(0, 65_535), 0)
    .option('--read-only', 'change nothing: no value is deleted, no lifetime changed')
    .option(
      '--interval <ms>',
      'how often the servers are asked for their figures, in milliseconds',
      wholeNumber(100, 3_600_000),
      1000,
    )
    .addHelpText(
      'after',
      examples(
        ['lmc ui', 'writes the address to open'],
        ['lmc ui --servers a:11211,b:11211 --read-only', 'to look and not to change'],
        ['lmc ui --namespace users --port 8211', 'opens with the keys of a namespace'],
        ['lmc ui --json', '{"address": …} in one line, for scripts'],
      ),
    )
    .action((options: Omit<PageOptions, 'readOnly'> & { readonly readOnly?: boolean }, command: Command) =>
      run(command, async (session) => {
        const { output } = session
        const { readOnly = false, ...rest } = options
        const { servePage } = await import('../../ui/server/serve-page.ts')
        await servePage(session, { ...rest, readOnly }, async (address) => {
          if (output.json) await output.object({ address })
          else await output.line(address)
          await output.flush()
          output.note('Open this address in a browser on this machine. Ctrl-C ends the page.')
        })
      }),
    )
}
