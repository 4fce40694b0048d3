import { setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/memcached-server'
import type { Milliseconds, Seconds, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'

/** An environment of the client's tests: servers of its own, and transports to them. */
export interface Environment {
  /** Opens a new transport. All of them use the same servers. */
  open(): Transport
  /** Lets time pass on the servers. */
  elapse(seconds: Seconds): Promise<void>
  stop(): Promise<void>
}

/** The transports to a real memcached, and the modules in which programs find them. */
export const networkTransports: readonly {
  readonly module: string
  readonly name: string
  /**
   * Opens a transport with these options, or with the defaults. A heavy test gives its calls a longer
   * timeout.
   */
  readonly open: (servers?: string[], timeout?: Milliseconds) => Transport
}[] = [
  {
    module: '@lmc/transport-meta',
    name: 'MetaTransport',
    open: (servers, timeout) => new MetaTransport(servers && { servers, timeout }),
  },
  {
    module: '@lmc/transport-memjs',
    name: 'MemjsTransport',
    open: (servers, timeout) => new MemjsTransport(servers && { servers, timeout }),
  },
]

/**
 * The transports of tests that start processes, or write more than a server takes. The short form has the
 * first one.
 */
export const heavyTransports =
  process.env['LMC_LONG'] === '1' ? networkTransports : networkTransports.slice(0, 1)

/** The transports of the client's tests. Each runs the same tests. */
export const environments: readonly { readonly name: string; readonly start: () => Promise<Environment> }[] =
  [
    { name: 'MemoryTransport', start: startMemory },
    ...networkTransports.map(({ name, open }) => ({ name, start: () => startServer(open) })),
  ]

async function startMemory(): Promise<Environment> {
  let now: Milliseconds = Date.now()
  const store = new MemoryStore({ clock: () => now })
  return {
    open: () => new MemoryTransport({ store }),
    elapse: async (seconds) => void (now += seconds * 1000),
    stop: async () => {},
  }
}

async function startServer(open: (servers: string[]) => Transport): Promise<Environment> {
  const server = await startMemcached()
  return {
    open: () => open([server.address]),
    elapse: (seconds) => sleep(seconds * 1000),
    stop: () => server.stop(),
  }
}
