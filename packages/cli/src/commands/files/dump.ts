import type { Command } from 'commander'
import { endLine, itemLine, startLine } from '../../dump/dump-format.ts'
import { dumpItems } from '../../dump/dump-items.ts'
import { type LineSink, openSink } from '../../dump/line-sink.ts'
import { counted } from '../../output/figures.ts'
import { Progress } from '../../output/progress.ts'
import { examples } from '../../program/examples.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'

interface DumpOptions {
  readonly keys?: boolean
}

/** `lmc dump` */
export function addDump(program: Command, run: Runner): void {
  program
    .command('dump')
    .summary('write all items to a file')
    .description(
      'Writes all items of all servers, whoever has set them, to a file: a line of JSON each, with ' +
        'flags and the moment that it expires. What changes meanwhile is there as it was before or as ' +
        'it is after.',
    )
    .argument('[file]', 'the file, or - for standard output', '-')
    .option('--keys', 'keys with sizes and lifetimes, and no values: to look at, not to restore')
    .addHelpText(
      'after',
      examples(
        ['lmc dump cache.jsonl', 'all items'],
        ['lmc dump | gzip > cache.jsonl.gz', 'compressed'],
        ['lmc dump --keys | sort', 'what is there, without values'],
      ),
    )
    .action((path: string, { keys }: DumpOptions, command: Command) =>
      run(command, async (session) => {
        const { streams, output } = session
        const sink = await openSink(path, output)
        const progress = new Progress('Dumping', streams, path !== '-' || !output.isTerminal)
        try {
          if (progress.isWatched) progress.expect(await countItems(session))
          const count =
            keys === true
              ? await writeKeys(session, sink, progress)
              : await writeItems(session, sink, progress)
          await sink.end()
          progress.stop()
          if (path === '-') return
          if (output.json) await output.object({ file: path, items: count })
          else await output.line(`Wrote ${counted(count, 'item')} to ${path}`)
        } catch (error) {
          await sink.giveUp()
          throw error
        } finally {
          progress.stop()
        }
      }),
    )
}

async function writeItems(session: Session, sink: LineSink, progress: Progress): Promise<number> {
  let items = 0
  let skipped = 0
  await sink.line(startLine({ at: Math.round(Date.now() / 1000) }))
  for await (const item of dumpItems(session, () => skipped++)) {
    await sink.line(itemLine(item))
    items++
    progress.advance()
  }
  await sink.line(endLine({ items }))
  if (skipped > 0) session.output.note(`${counted(skipped, 'item')} left out: their keys are no UTF-8.`)
  return items
}

async function writeKeys(
  { transport, signal }: Session,
  sink: LineSink,
  progress: Progress,
): Promise<number> {
  let keys = 0
  for await (const item of transport.dumpItems({ signal })) {
    await sink.line(JSON.stringify(item))
    keys++
    progress.advance()
  }
  return keys
}

async function countItems({ transport, signal }: Session): Promise<number> {
  const entries = await transport.statistics({ signal })
  return entries.reduce((sum, { statistics }) => sum + Number(statistics['curr_items'] ?? 0), 0)
}
