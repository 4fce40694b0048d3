import { clock, type Milliseconds } from '@lmc/transport'

/** Runs `task` after `delay`, in a process that something else keeps alive. */
export function setBackgroundTimer(task: () => void, delay: Milliseconds): NodeJS.Timeout {
  const timer = clock.setTimeout(task, delay)
  // Browsers have numbers for timers, and some workers have no `unref`.
  timer.unref?.()
  return timer
}
