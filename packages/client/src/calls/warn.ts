/** Emits a warning of the process, where there is a process; it is printed once each, and never throws. */
export function warn(message: string): void {
  const { process }: { readonly process?: NodeJS.Process | undefined } = globalThis
  process?.emitWarning?.(message, { type: 'LmcWarning' })
}
