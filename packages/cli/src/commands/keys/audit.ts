import type { Command } from 'commander'
import { count, share } from '../../output/figures.ts'
import { printable } from '../../output/printable.ts'
import { keyInJson, showKey } from '../../output/show-key.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import type { Runner } from '../../program/runner.ts'

interface AuditOptions {
  readonly each?: boolean
}

/** `lmc audit` */
export function addAudit(program: Command, run: Runner): void {
  program
    .command('audit')
    .summary('compare the lists of keys with what the servers hold')
    .description(
      'Compares the lists of all namespaces with a dump of the servers. An unlisted key is one that ' +
        'no list names: its line was evicted, or another client has set it. A dead key is one that a ' +
        'list names and whose value is gone; no listing gives it. Exit code 1 when there are unlisted ' +
        'keys.',
    )
    .option('--each', 'write each dead and each unlisted key as well')
    .addHelpText(
      'after',
      examples(
        ['lmc audit', 'how many keys are listed, dead and unlisted'],
        ['lmc audit --each --json', 'the keys, one a line, the counts last'],
      ),
    )
    .action(({ each }: AuditOptions, command: Command) =>
      run(command, async ({ client, transport, output, signal }) => {
        const { listed, dead, unlisted } = await client.auditKeys({
          dump: transport.dumpKeys({ signal }),
          signal,
        })
        const counts = { listed, dead: dead.length, unlisted: unlisted.length }
        if (each === true) {
          for (const { namespace = null, key, memcachedKey } of dead) {
            if (output.json) await output.object({ dead: { namespace, ...keyInJson(key), memcachedKey } })
            else
              await output.line(
                `dead      ${namespace === null ? '' : `${printable(namespace)} `}${showKey(key)}`,
              )
          }
          for (const memcachedKey of unlisted) {
            if (output.json) await output.object({ unlisted: { memcachedKey } })
            else await output.line(`unlisted  ${printable(memcachedKey)}`)
          }
        }
        if (output.json) await output.object(counts)
        else {
          const there = listed + unlisted.length
          await writeTable(
            output,
            [
              { head: 'keys' },
              { head: 'count', isFigure: true },
              { head: 'of what is there', isFigure: true },
            ],
            [
              ['listed', count(listed), share(listed, there)],
              ['unlisted', count(unlisted.length), share(unlisted.length, there)],
              ['dead', count(dead.length), ''],
            ],
          )
          if (unlisted.length > 0)
            output.note('A listing is not the whole truth: unlisted keys are there, and no list names them.')
        }
        return unlisted.length === 0 ? ExitCode.done : ExitCode.miss
      }),
    )
}
