/** Why a command stops: the user or the system has asked for it. */
export class Stopped extends Error {
  static {
    this.prototype.name = 'Stopped'
  }
}

/**
 * Aborts at the first SIGINT or SIGTERM, so that a command can end cleanly. The second one ends the process
 * at once.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const names = ['SIGINT', 'SIGTERM'] as const
  const onSignal = (): void => {
    for (const name of names) process.off(name, onSignal)
    controller.abort(new Stopped('stopped'))
  }
  for (const name of names) process.on(name, onSignal)
  return controller.signal
}
