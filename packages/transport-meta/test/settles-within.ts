import { setImmediate as turn } from 'node:timers/promises'

/** Whether a promise settles within so many turns of the event loop: at once, however slow the machine is. */
export async function settlesWithin(turns: number, promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const note = (): void => void (isSettled = true)
  promise.then(note, note)
  for (let count = 0; count < turns; count++) await turn()
  return isSettled
}
