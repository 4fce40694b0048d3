import { Command } from 'commander'
import { commands } from '../commands/commands.ts'
import { addCommonOptions } from '../options/common-options.ts'
import type { Streams } from '../output/streams.ts'
import type { ExitCode } from './exit-code.ts'
import { createRunner } from './runner.ts'
import { version } from './version.ts'

const DESCRIPTION = `Reads, stores, lists, drops, dumps, measures and watches what memcached servers hold.

With no server named it asks 127.0.0.1:11211. MEMCACHED_SERVERS names others.`

const ENDINGS = `
Exit codes: 0 done, 1 a miss, 2 a mistake, 3 a server fails, 70 a fault of lmc, 130 stopped by Ctrl-C.`

/** How wide help is where there is no terminal. */
const WIDTH = 80

/**
 * Makes the program with all its commands.
 *
 * @param onEnd is told how the command has ended.
 */
export function createProgram(
  streams: Streams,
  signal: AbortSignal,
  onEnd: (code: ExitCode) => void,
): Command {
  const { stdout, stderr } = streams
  const program = new Command('lmc')
    .description(DESCRIPTION)
    .version(version)
    .usage('<command> [options]')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: true, minWidthToWrap: 30 })
    .showHelpAfterError('(lmc --help says more)')
    .addHelpText('after', ENDINGS)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? WIDTH,
      getErrHelpWidth: () => stderr.columns ?? WIDTH,
    })
  addCommonOptions(program)
  const runner = createRunner(streams, signal, onEnd)
  for (const add of commands) add(program, runner)
  return program
}
