import { setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/memcached-server'
import type { Milliseconds, Seconds, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'

/** What the tests of the client run in: servers of their own, and transports to them. */
export interface Environment {
  /** A new transport; all speak to the same servers. */
  open(): Transport
  /** Lets the servers' time pass. */
  elapse(seconds: Seconds): Promise<void>
  stop(): Promise<void>
}

/** The transports that speak to a real memcached, and where a program finds them. */
export const networkTransports: readonly {
  readonly module: string
  readonly name: string
  /** With the default of each, or with these. A test that keeps a busy machine busy gives calls a longer time-out. */
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

/** The transports over which the client is tested, each with the same tests. */
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
