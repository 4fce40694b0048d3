import { clock } from '@lmc/transport'

/** Resolves when other work of the process has had its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    clock.setImmediate(resolve)
  })
}
