import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { CommonOptions } from '../options/common-options.ts'
import { ClosedPipe, Output } from '../output/output.ts'
import type { Streams } from '../output/streams.ts'
import { ExitCode } from './exit-code.ts'
import { explain } from './explain.ts'
import { openSession, type Session } from './session.ts'
import { Stopped } from './stop-signal.ts'

/** In milliseconds: a stopped command waits so long for answers that are under way. */
const GRACE = 500

/** What a command does. It gives how it has ended; nothing is `done`. */
type Work = (session: Session) => Promise<ExitCode | void>

/** Does the work of a command. `command` is the one that was called. */
export type Runner = (command: Command, work: Work) => Promise<void>

/**
 * Makes the one path that all commands take: it opens what they need, closes it, and says what has gone
 * wrong.
 *
 * @param signal stops the command.
 * @param onEnd is told how the command has ended.
 */
export function createRunner(streams: Streams, signal: AbortSignal, onEnd: (code: ExitCode) => void): Runner {
  return async (command, work) => {
    const options = command.optsWithGlobals<CommonOptions>()
    const output = new Output(streams, options.json === true)
    const either = AbortSignal.any([signal, output.closed])
    let session: Session | undefined
    try {
      session = await openSession(options, streams, output, either)
      const code = (await work(session)) ?? ExitCode.done
      await output.flush()
      onEnd(code)
    } catch (error) {
      onEnd(endingOf(error, options, output, signal.aborted))
    } finally {
      await Promise.race([session?.client.close(), graceOver(signal)])
      await output.end()
    }
  }
}

/** Resolves when nobody waits any longer for what is under way; without a stop never. */
async function graceOver(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) return new Promise(() => undefined)
  return sleep(GRACE)
}

/** Tells the user why the command has failed, and gives what it ends with. */
function endingOf(error: unknown, options: CommonOptions, output: Output, isStopped: boolean): ExitCode {
  if (isStopped || error instanceof Stopped) {
    output.note('Stopped.')
    return ExitCode.stopped
  }
  // What fails because nobody reads the results any more has failed for that reason.
  const reason: unknown = output.closed.aborted ? output.closed.reason : error
  if (reason instanceof ClosedPipe) return ExitCode.done
  const { code, message } = explain(reason, options.servers)
  output.note(`lmc: ${message}`)
  return code
}
