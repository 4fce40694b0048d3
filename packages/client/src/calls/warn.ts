/** Emits a warning of the process, if the runtime has one. Never throws. */
export function warn(message: string): void {
  const { process }: { readonly process?: NodeJS.Process | undefined } = globalThis
  process?.emitWarning?.(message, { type: 'LmcWarning' })
}
