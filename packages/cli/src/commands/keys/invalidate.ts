import type { Command } from 'commander'
import { readKey } from '../../options/read-key.ts'
import { ask } from '../../output/ask.ts'
import { counted } from '../../output/figures.ts'
import { printable } from '../../output/printable.ts'
import { examples } from '../../program/examples.ts'
import { ExitCode } from '../../program/exit-code.ts'
import { Mistake } from '../../program/mistake.ts'
import type { Runner } from '../../program/runner.ts'
import type { Session } from '../../program/session.ts'
import { countListed } from '../../server/count-listed.ts'
import { dropNamespace } from '../../server/drop-namespace.ts'

interface InvalidateOptions {
  readonly shared?: boolean
  readonly unnamed?: boolean
  readonly yes?: boolean
}

/** `lmc invalidate` */
export function addInvalidate(program: Command, run: Runner): void {
  program
    .command('invalidate')
    .summary('drop a namespace, or what was made from something')
    .description(
      'Drops all values that are listed of a namespace, after a question. With names it drops the ' +
        'values that have one of these among their dependencies, in one command each.',
    )
    .argument('[dependencies...]', 'what the values were made from')
    .option('--shared', 'the names are those of dependencies that all namespaces share')
    .option('--unnamed', 'drop the keys that have no namespace')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        ['lmc invalidate --namespace users', 'asks, then drops all that is listed of it'],
        ['lmc invalidate --namespace users --yes', 'does not ask'],
        ['lmc invalidate product:7', 'what was set with { dependencies: ["product:7"] }'],
        ['lmc invalidate --shared rates', 'what was set with { sharedDependencies: ["rates"] }'],
      ),
    )
    .action((names: string[], options: InvalidateOptions, command: Command) =>
      run(command, (session) =>
        names.length > 0 ? dropDependents(session, names, options) : drop(session, options),
      ),
    )
}

async function dropDependents(
  { client, output, options, signal }: Session,
  texts: readonly string[],
  { shared }: InvalidateOptions,
): Promise<ExitCode> {
  const names = texts.map((text) => readKey(text, options))
  const found = await client.invalidateDependents(names, { shared, signal })
  if (output.json) await output.object({ dependencies: names, shared: shared === true, found })
  else if (!found) output.note('Nothing depends on that.')
  else if (output.isTerminal) await output.line('Dropped what depends on that.')
  return found ? ExitCode.done : ExitCode.miss
}

async function drop(session: Session, { unnamed, yes }: InvalidateOptions): Promise<void> {
  const { output, options } = session
  const { namespace } = options
  if (namespace === undefined && unnamed !== true)
    throw new Mistake('Nothing says what to drop: --namespace NAME, --unnamed, or names of dependencies.')
  if (namespace !== undefined && unnamed === true)
    throw new Mistake('--namespace and --unnamed exclude each other.')
  const name = namespace === undefined ? 'the keys without a namespace' : `namespace ${printable(namespace)}`
  const listed = await countListed(session, namespace)
  await ask(`Drop ${name} with ${counted(listed, 'listed key')}?`, yes, session)
  const dropped = await dropNamespace(session, namespace, listed)
  if (output.json) await output.object({ namespace: namespace ?? null, dropped })
  else await output.line(`Dropped ${counted(dropped, 'value')}`)
}
