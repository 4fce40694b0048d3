/** What the calls under way do when their signal aborts, by signal. */
const watchers = new WeakMap<AbortSignal, Set<Watcher>>()

/** Is called with the signal's reason. */
export type Watcher = (reason: unknown) => void

/**
 * Calls `watcher` with the signal's reason when the signal aborts. Returns what ends that. All watchers of a
 * signal share one listener. Node.js warns of a leak when a signal has more than ten. It also needs more time
 * for each with their number.
 *
 * @throws the reason, when the signal has aborted before.
 */
export function watchAbort(signal: AbortSignal | undefined, watcher: Watcher): () => void {
  if (signal === undefined) return ignore
  signal.throwIfAborted()
  const watching = watchers.get(signal) ?? watch(signal)
  watching.add(watcher)
  return () => void watching.delete(watcher)
}

function watch(signal: AbortSignal): Set<Watcher> {
  const watching = new Set<Watcher>()
  watchers.set(signal, watching)
  const onAbort = (): void => {
    for (const watcher of watching) watcher(signal.reason)
    watching.clear()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return watching
}

function ignore(): void {}
