/** A channel that nobody listens to. */
interface SilentChannel {
  readonly hasSubscribers: false
  publish(message: unknown): void
  runStores<T>(message: unknown, run: () => T): T
}

const silent: SilentChannel = {
  hasSubscribers: false,
  publish: () => {},
  runStores: (_message, run) => run(),
}

/** As Node's, for runtimes without diagnostics channels. */
export function channel(_name: string): SilentChannel {
  return silent
}

/** As Node's, likewise. */
export function tracingChannel(_name: string): Record<
  'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error',
  SilentChannel
> & {
  readonly hasSubscribers: false
} {
  return {
    hasSubscribers: false,
    start: silent,
    end: silent,
    asyncStart: silent,
    asyncEnd: silent,
    error: silent,
  }
}
