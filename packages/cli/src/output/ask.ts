import { Stopped } from '../program/stop-signal.ts'
import { Mistake } from '../program/mistake.ts'

/**
 * Asks whether to go on. With `yes` it does not ask.
 *
 * @throws {Mistake} when the answer is no, or nobody can be asked.
 * @throws the signal's reason.
 */
export async function ask(question: string, yes: boolean | undefined, signal: AbortSignal): Promise<void> {
  if (yes === true) return
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Mistake(`${question} Nobody can be asked here; --yes says so beforehand.`)
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({
    message: question,
    initialValue: false,
    input: process.stdin,
    output: process.stderr,
    signal,
  })
  signal.throwIfAborted()
  if (isCancel(answer)) throw new Stopped('stopped')
  if (!answer) throw new Mistake('Nothing was changed.')
}
