import { isTransportError, reasonOf } from '@lmc/transport'

/**
 * Lets work go on that nobody waits for. Such work looks after the list of keys, and is done again later when
 * it fails with the servers. Any other failure is shown as a warning.
 */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!isTransportError(error)) warn('Looking after the list of keys has failed', error)
  })
}

/** Shows a failure that no call can reject with. */
export function warn(what: string, error: unknown): void {
  const { process }: { readonly process?: NodeJS.Process | undefined } = globalThis
  process?.emitWarning?.(`${what}: ${reasonOf(error)}`, 'LmcWarning')
}
