import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { FaultProxy } from '@lmc/transport-tests/faults'
import type { TransportName } from '../clients/open-transport.ts'

/** A memcached that can be frozen, killed and started again, with a proxy before it for each transport. */
export class StagedMemcached {
  readonly proxies: Readonly<Record<TransportName, FaultProxy>>
  #running: MemcachedServer

  private constructor(running: MemcachedServer, proxies: Readonly<Record<TransportName, FaultProxy>>) {
    this.#running = running
    this.proxies = proxies
  }

  static async start(): Promise<StagedMemcached> {
    const running = await startMemcached()
    const meta = await FaultProxy.start(running.port)
    const memjs = await FaultProxy.start(running.port)
    return new StagedMemcached(running, { meta, memjs })
  }

  freeze(): void {
    this.#running.signal('SIGSTOP')
  }

  thaw(): void {
    this.#running.signal('SIGCONT')
  }

  /** Kills the memcached. Its proxies stay. */
  async kill(): Promise<void> {
    await this.#running.stop()
  }

  /** Starts the memcached again on the same port. It is empty. `args` are added to its command line. */
  async restart(args: readonly string[] = []): Promise<void> {
    this.#running = await startMemcached({ port: this.#running.port, args })
  }

  async stop(): Promise<void> {
    await Promise.all([this.proxies.meta.stop(), this.proxies.memjs.stop()])
    await this.#running.stop()
  }
}
