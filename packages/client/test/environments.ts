import { setTimeout as sleep } from 'node:timers/promises'
import { startMemcached } from '@lmc/testing'
import type { Milliseconds, Seconds, Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'

/** What the tests of the client run in: servers of their own, and transports to them. */
export interface Environment {
  /** A new transport; all speak to the same servers. */
  open(): Transport
  /** Lets the servers' time pass. */
  elapse(seconds: Seconds): Promise<void>
  stop(): Promise<void>
}

/** The transports over which the client is tested, each with the same tests. */
export const environments: readonly { name: string; start: () => Promise<Environment> }[] = [
  { name: 'MemoryTransport', start: startMemory },
  { name: 'MemjsTransport', start: () => startServer((servers) => new MemjsTransport({ servers })) },
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
