import { MemcachedClient } from '@lmc/client'
import type { Milliseconds } from '@lmc/transport'
import type { CallWatch } from '@lmc/transport-tests/faults'
import type { openTransport, TransportName } from './open-transport.ts'
import type { ProcessOptions } from './process-message.ts'

/** How many keys each process sets, over each transport. */
const KEYS = 200

/** No fault is left that a call could run into; the machine may be busy. */
const TIMEOUT: Milliseconds = 20_000

/**
 * Checks the lists of keys that the processes of a run have shared under faults: with nothing else going on,
 * whatever is set has to be listed, and nothing that is not there.
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
        // The namespace that the clients of all processes have listed their keys in.
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

  /** Drops half of its keys. */
  async drop(): Promise<void> {
    const some = this.#keys().filter((_, index) => index % 2 === 0)
    await this.#each('invalidateMany', (client) => client.invalidateMany(some))
  }

  async look(): Promise<void> {
    const keys = Array.from({ length: this.#options.processes }, (_, process) => this.#keys(process)).flat()
    await this.#each('keys', async (client, name) => {
      const listed = new Set((await client.keys()).map(String))
      // A value that depends on what was invalidated is there all the same.
      const items = [...listed, ...keys].map((key) => client.memcachedKey(key))
      const there = await client.transport.hasMany(items)
      const isThere = (key: string): boolean => there.has(client.memcachedKey(key))
      const unlisted = keys.filter((key) => isThere(key) && !listed.has(key))
      const dead = [...listed].filter((key) => !isThere(key))
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
      // Whatever it is asked then would not settle either.
      if (how === 'hung') this.#clients.delete(name)
    })
    await Promise.all(calls)
  }
}
