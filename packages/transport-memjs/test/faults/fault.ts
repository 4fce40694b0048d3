import type { MemcachedServer } from '@lmc/memcached-server'
import type { FaultProxy } from './fault-proxy.ts'
import type { Special, Subject, Way } from './subject.ts'

/** Where a fault is looked for. */
interface Scene {
  readonly way: Way
  /** Opened for this fault alone, through the proxy. */
  readonly subject: Subject
  /** A real memcached that holds nothing, and the proxy before it. */
  readonly server: MemcachedServer
  readonly proxy: FaultProxy
}

/**
 * A fault of memjs 1.3.2: what `look` sees there, which proves it, and what it must see with the transport.
 */
export interface Fault {
  readonly name: string
  readonly special?: Special
  /** Set before the subject is opened. */
  readonly environment?: Readonly<Record<string, string>>
  readonly look: (scene: Scene) => Promise<unknown>
  readonly bare: unknown
  readonly mended: unknown
}
