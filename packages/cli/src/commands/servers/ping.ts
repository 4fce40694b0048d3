import type { Command } from 'commander'
import { milliseconds } from '../../output/figures.ts'
import type { Output } from '../../output/output.ts'
import { writeTable } from '../../output/table.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import { explain } from '../../program/explain.ts'
import type { Runner } from '../../program/runner.ts'
import { ping, type PingResult } from '../../server/ping.ts'

const STEPS = ['dns', 'connect', 'tls', 'handshake', 'set', 'get', 'delete'] as const

/** `lmc ping` */
export function addPing(program: Command, run: Runner): void {
  program
    .command('ping')
    .summary('try all that a client does with each server')
    .description(
      'Looks up, connects, speaks TLS, shakes hands, sets, gets and deletes, with the time of each, ' +
        'for each server. Exit code 3 when a server fails: for probes.',
    )
    .addHelpText(
      'after',
      examples(
        ['lmc ping', 'the server on this machine'],
        ['lmc ping --servers a:11211,b:11211 --json', 'one object a server'],
      ),
    )
    .action((_options: unknown, command: Command) =>
      run(command, async ({ servers, options, output, signal }) => {
        const { timeout } = options
        const results = await Promise.all(servers.map((server) => ping({ server, timeout, signal })))
        const failed = results.filter(({ error }) => error !== undefined)
        if (output.json) {
          for (const { server, times, error } of results)
            await output.object({
              server,
              ok: error === undefined,
              milliseconds: times,
              ...(error && { error: error.message }),
            })
        } else {
          const steps = STEPS.filter((step) => results.some(({ times }) => times[step] !== undefined))
          await writeTable(
            output,
            [{ head: 'server' }, ...steps.map((head) => ({ head, isFigure: true })), { head: '' }],
            results.map((result) => toRow(result, steps, output)),
          )
        }
        for (const { error } of failed) output.note(`lmc: ${explain(error, options.servers).message}`)
        return failed.length === 0 ? ExitCode.done : ExitCode.server
      }),
    )
}

function toRow({ server, times, error }: PingResult, steps: readonly string[], output: Output): string[] {
  const figures = steps.map((step) => (times[step] === undefined ? '' : milliseconds(times[step])))
  const outcome = error === undefined ? output.style('green', 'ok') : output.style('red', 'fails')
  return [server, ...figures, outcome]
}
