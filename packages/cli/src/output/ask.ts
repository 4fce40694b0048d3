import { Stopped } from '../program/stop-signal.ts'
import { Mistake } from '../program/mistake.ts'
import type { Session } from '../program/session.ts'

/**
 * Asks whether to go on. With `yes` it does not ask.
 *
 * @throws {Mistake} when the answer is no, or nobody can be asked.
 * @throws the signal's reason.
 */
export async function ask(
  question: string,
  yes: boolean | undefined,
  { streams, signal }: Pick<Session, 'streams' | 'signal'>,
): Promise<void> {
  if (yes === true) return
  const { stdin, stderr } = streams
  if (stdin.isTTY !== true || stderr.isTTY !== true)
    throw new Mistake(`${question} Nobody can be asked here; --yes says so beforehand.`)
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({
    message: question,
    initialValue: false,
    input: stdin,
    output: stderr,
    signal,
  })
  signal.throwIfAborted()
  if (isCancel(answer)) throw new Stopped('stopped')
  if (!answer) throw new Mistake('Nothing was changed.')
}
