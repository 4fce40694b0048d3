import { CommanderError } from 'commander'
import type { Streams } from '../output/streams.ts'
import { createProgram } from './create-program.ts'
import { ExitCode } from './exit-code.ts'

export interface RunLmcOptions {
  /** Stops the command. */
  readonly signal?: AbortSignal
  /** What the command reads and writes; those of this process unless given. */
  readonly streams?: Streams
}

/**
 * Runs a command of `lmc` in this process. Resolves to the exit code: 0 done, 1 a miss, 2 a mistake of the
 * caller, 3 a server that fails, 70 a fault of `lmc`, 130 stopped.
 *
 * @param args as on the command line, such as `['get', 'greeting', '--json']`.
 */
export async function runLmc(
  args: readonly string[],
  { signal = new AbortController().signal, streams = process }: RunLmcOptions = {},
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.done
  const program = createProgram(streams, signal, (result) => (code = result))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    // It has said what is wrong, or what was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.mistake
    throw error
  }
}
