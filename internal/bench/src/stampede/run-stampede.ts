import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Milliseconds } from '@lmc/transport'
import type { StampedeMessage, StampedeResult, StampedeTask } from './stampede-task.ts'

export interface StampedeFigures {
  readonly loads: number
  /** The time of the slowest call. */
  readonly slowest: Milliseconds
  readonly calls: number
  readonly rejected: number
}

/**
 * Lets processes ask for one key at once.
 *
 * @param killsFirst whether the process that loads first is killed meanwhile.
 */
export async function runStampede(
  processes: number,
  task: StampedeTask,
  killsFirst: boolean,
): Promise<StampedeFigures> {
  const program = new URL('stampede-member-main.js', import.meta.url)
  const children = Array.from({ length: processes }, () => fork(program, [JSON.stringify(task)]))
  const results: StampedeResult[] = []
  let loads = 0
  const onMessage = (child: ChildProcess, message: StampedeMessage): void => {
    if (message === 'load') {
      if (loads++ === 0 && killsFirst) child.kill('SIGKILL')
    } else if (message !== 'ready') results.push(message)
  }
  for (const child of children) child.on('message', (message) => onMessage(child, message as StampedeMessage))
  const exits = Promise.all(children.map((child) => once(child, 'exit')))
  await Promise.all(children.map((child) => once(child, 'message')))
  for (const child of children) child.send('go')
  await exits
  return {
    loads,
    slowest: Math.max(...results.flatMap(({ durations }) => durations)),
    calls: results.reduce((sum, { durations }) => sum + durations.length, 0),
    rejected: results.reduce((sum, { rejected }) => sum + rejected, 0),
  }
}
