import { clock, type Milliseconds } from '@lmc/transport'

/** Runs `task` after `delay`. The timer does not keep the process alive. */
export function setBackgroundTimer(task: () => void, delay: Milliseconds): NodeJS.Timeout {
  const timer = clock.setTimeout(task, delay)
  // In browsers a timer is a number, and in some workers it has no `unref`.
  timer.unref?.()
  return timer
}
