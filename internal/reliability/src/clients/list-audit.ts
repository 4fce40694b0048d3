import { MemcachedClient } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import type { CallWatch } from '@lmc/transport-tests/faults'
import type { openTransport, TransportName } from './open-transport.ts'
import type { ProcessOptions } from './process-message.ts'

/** The number of keys that each process sets over each transport. */
const KEYS = 200

/** A long timeout: there are no faults any more, but the machine may be busy. */
const TIMEOUT: Milliseconds = 20_000

/**
 * Checks the lists of keys that the processes of a run have shared under faults. There are no other calls
 * meanwhile. Every key that is set must be listed, and every listed key must exist.
 */
export class ListAudit {
  readonly #options: Pick<ProcessOptions, 'process' | 'processes'>
  readonly #watch: CallWatch
  readonly #clients: Map<TransportName, MemcachedClient>

  constructor(
    options: Pick<ProcessOptions, 'process' | 'processes' | 'servers'>,
    open: typeof openTransport,
    watch: CallWatch,
  ) {
    this.#options = options
    this.#watch = watch
    const names: readonly TransportName[] = ['meta', 'memjs']
    this.#clients = new Map(
      names.map((name) => {
        const transport = open(name, { servers: options.servers[name], timeout: TIMEOUT })
        // The namespace of the clients of all processes.
        return [
          name,
          new MemcachedClient({ transport, trackKeys: true, failures: 'throw', defaultNamespace: name }),
        ]
      }),
    )
  }

  async fill(): Promise<void> {
    await this.#each('setMany', (client) => client.setMany(this.#keys().map((key) => [key, 'filled'])))
  }

  /** Drops half of the keys of this process. */
  async drop(): Promise<void> {
    const some = this.#keys().filter((_, index) => index % 2 === 0)
    await this.#each('invalidateMany', (client) => client.invalidateMany(some))
  }

  async look(): Promise<void> {
    const keys = Array.from({ length: this.#options.processes }, (_, process) => this.#keys(process)).flat()
    await this.#each('keys', async (client, name) => {
      const listed = new Set((await client.keys()).map(String))
      // The item of a value with an invalidated dependency still exists.
      const items = [...listed, ...keys].map((key) => client.memcachedKey(key))
      const there = await client.transport.hasMany(items)
      const isThere = (key: string): boolean => there.has(client.memcachedKey(key))
      const unlisted = keys.filter((key) => isThere(key) && !listed.has(key))
      const gone = [...listed].filter((key) => !isThere(key))
      // A lifetime may have ended behind the listing. What is still listed is wrong: nobody sets keys now.
      const again = new Set(gone.length === 0 ? [] : (await client.keys()).map(String))
      const dead = gone.filter((key) => again.has(key))
      this.#report(name, unlisted, 'that are there are not listed')
      this.#report(name, dead, 'are listed that are not there')
    })
  }

  async close(): Promise<void> {
    await this.#each('close', (client) => client.close())
  }

  #report(name: TransportName, keys: readonly string[], problem: string): void {
    if (keys.length === 0) return
    this.#watch.report('wrong', `after the faults ${keys.length} keys of ${name} ${problem}, as ${keys[0]}`)
  }

  #keys(process: number = this.#options.process): string[] {
    return Array.from({ length: KEYS }, (_, index) => `filled ${process}: ${index}`)
  }

  async #each(
    call: string,
    work: (client: MemcachedClient, name: TransportName) => Promise<unknown>,
  ): Promise<void> {
    const calls = Array.from(this.#clients, async ([name, client]) => {
      const { how } = await this.#watch.call(`${call} after the faults`, () => work(client, name))
      // Further calls of this client would not settle either.
      if (how === 'hung') this.#clients.delete(name)
    })
    await Promise.all(calls)
  }
}
