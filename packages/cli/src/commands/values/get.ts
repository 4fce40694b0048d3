import { isCodecError } from '@lmc/client'
import type { Command } from 'commander'
import { rawOf, readKey } from '../../options/read-key.ts'
import { showValue, valueInJson } from '../../output/show-value.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import { Mistake } from '../../program/mistake.ts'
import type { Runner } from '../../program/runner.ts'

/** `lmc get` */
export function addGet(program: Command, run: Runner): void {
  program
    .command('get')
    .summary('write a value')
    .description('Writes the value of a key as it is, and a line end behind it on a terminal only.')
    .argument('<key>', 'its cache key')
    .addHelpText(
      'after',
      examples(
        ['lmc get greeting', 'the value; exit code 1 when there is none'],
        ['lmc get photo > photo.jpg', 'bytes stay as they are'],
        ['lmc get --raw user:7', 'a key of another client'],
        [`lmc get --json-key '{"user":7}'`, 'a key that is an object'],
        ['lmc get --codec bytes report', 'the bytes of the item, whatever they mean'],
      ),
    )
    .action((text: string, _options: unknown, command: Command) =>
      run(command, async ({ client, output, options, failures, signal }) => {
        const key = readKey(text, options)
        const value = await client.get(key, { raw: rawOf(options), signal })
        const unreadable = failures.find(({ error }) => isCodecError(error))
        if (unreadable !== undefined)
          throw new Mistake(`${unreadable.error.message}. --codec bytes gives the bytes as they are.`)
        const found = value !== undefined
        if (output.json) await output.object({ key, found, ...(found && valueInJson(value)) })
        else if (found) await output.bytes(showValue(value))
        else output.note(`No value: ${text}`)
        return found ? ExitCode.done : ExitCode.miss
      }),
    )
}
