import { type Lifetime, isTransportError } from '@lmc/client'
import type { Command } from 'commander'
import { lifetimeOption } from '../../options/lifetime-option.ts'
import { rawOf, readKey } from '../../options/read-key.ts'
import { wholeNumber } from '../../options/whole-number.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import { Mistake } from '../../program/mistake.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'

interface IncrOptions {
  readonly initial?: number
  readonly lifetime: Lifetime
}

/** `lmc incr` */
export function addIncr(program: Command, run: Runner): void {
  program
    .command('incr')
    .summary('add to a count')
    .description(
      'Adds to a count and writes the new one. Exit code 1 when there is none and no --initial is given.',
    )
    .argument('<key>', 'its cache key')
    .argument(
      '[delta]',
      'a whole number; a negative one subtracts and stops at 0',
      wholeNumber(-Number.MAX_SAFE_INTEGER),
      1,
    )
    .option('--initial <count>', 'what is stored when there is none; DELTA is not added then', wholeNumber(0))
    .addOption(lifetimeOption())
    .addHelpText(
      'after',
      examples(
        ['lmc incr visits', 'adds 1'],
        ['lmc incr visits 10 --initial 10', 'adds 10, or begins with 10'],
        ['lmc incr stock -2', 'takes 2 away'],
      ),
    )
    .action((text: string, delta: number, { initial, lifetime }: IncrOptions, command: Command) =>
      run(command, async (session) => {
        const { output, options, client, signal } = session
        const key = readKey(text, options)
        const call = client.increment(key, delta, { raw: rawOf(options), initial, lifetime, signal })
        const count = await call.catch((error: unknown) => refuse(error, text, session))
        const found = count !== undefined
        if (output.json) await output.object({ key, found, ...(found && { count }) })
        else if (found) await output.line(String(count))
        else output.note(`No count: ${printable(text)}`)
        return found ? ExitCode.done : ExitCode.miss
      }),
    )
}

/** A server refuses to count what is no count; that is a mistake, and no failure of the server. */
async function refuse(error: unknown, text: string, { client, transport, options }: Session): Promise<never> {
  if (!isTransportError(error) || error.code !== 'server') throw error
  const item = await transport.get(client.memcachedKey(readKey(text, options), { raw: rawOf(options) }))
  const isCount = item === undefined || /^\d{1,20} *$/.test(Buffer.from(item.value).toString('latin1'))
  throw isCount ? error : new Mistake(`The value is no count: ${printable(text)}`)
}
