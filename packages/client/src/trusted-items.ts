import {
  type CallOptions,
  isTransportError,
  type Item,
  type StoreOptions,
  type Transport,
  withPartial,
} from '@lmc/transport'
import { type Failed, FailedInvalidations } from './failed-invalidations.ts'
import type { LostInvalidationsError } from './lost-invalidations-error.ts'
import { untilAborted } from './until-aborted.ts'

export interface TrustedItemsOptions {
  readonly transport: Transport
  /** How many failed invalidations of keys are remembered; 0: none. */
  readonly limit: number
  /** Is told of invalidations that are not tried any more. */
  readonly onLost: (
    what: LostInvalidationsError['what'],
    names: readonly (string | undefined)[],
    why: string,
  ) => void
}

/**
 * The items of the servers, as a cache can trust them. A delete or a flush that fails leaves values that are out of date; it is remembered
 * and done again, and before that no such value is given out: before a key is read it is deleted, or its server flushed.
 */
export class TrustedItems {
  readonly #transport: Transport
  readonly #keys: FailedInvalidations<string>
  readonly #servers: FailedInvalidations<string>

  constructor({ transport, limit, onLost }: TrustedItemsOptions) {
    this.#transport = transport
    this.#keys = new FailedInvalidations({
      limit,
      redo: (key) => transport.delete(key),
      onLost: (keys, why) => onLost('keys', keys, why),
    })
    this.#servers = new FailedInvalidations({
      limit,
      redo: (server) => this.#flushAgain(server),
      onLost: (servers, why) => onLost('servers', servers, why),
    })
  }

  get(key: string, options: CallOptions): Promise<Item | undefined> {
    return this.#isFlawless ? this.#transport.get(key, options) : this.#getTrusted(key, options)
  }

  getMany(keys: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, Item>> {
    return this.#isFlawless ? this.#transport.getMany(keys, options) : this.#getManyTrusted(keys, options)
  }

  set(key: string, value: Uint8Array, options: StoreOptions): Promise<boolean> {
    const stored = this.#transport.set(key, value, options)
    const failed = this.#keys.of(key)
    return failed === undefined ? stored : this.#settleWhenStored(key, failed, stored)
  }

  async delete(key: string, options: CallOptions): Promise<boolean> {
    options.signal?.throwIfAborted()
    const failed = this.#keys.of(key)
    try {
      const wasThere = await this.#transport.delete(key, options)
      this.#keys.settle(key, failed)
      return wasThere
    } catch (error) {
      if (mayBeThere(error, options)) this.#keys.add(key, isTransportError(error) ? error.server : undefined)
      throw error
    }
  }

  async flush(options: CallOptions): Promise<void> {
    options.signal?.throwIfAborted()
    const due = this.#servers.names.map((server) => [server, this.#servers.of(server)] as const)
    try {
      await this.#transport.flush(options)
      for (const [server, failed] of due) this.#servers.settle(server, failed)
    } catch (error) {
      // Which of them were flushed is not known; to flush one twice does no harm.
      if (mayBeThere(error, options))
        for (const server of this.#transport.servers) this.#servers.add(server, server)
      throw error
    }
  }

  /** Whether some servers are still to be flushed: what is stored there now would go with the rest. */
  get isFlushDue(): boolean {
    return this.#servers.size > 0
  }

  /** Flushes them, where that can be done; resolves when it has succeeded or failed once more. */
  async flushWhatIsDue({ signal }: CallOptions): Promise<void> {
    await untilAborted(this.#servers.makeUpForAll(), signal)
  }

  /** Does again at once what has failed; resolves when that has succeeded or failed once more. */
  async makeUp(): Promise<void> {
    if (!this.#isFlawless) await Promise.all([this.#keys.makeUpForAll(), this.#servers.makeUpForAll()])
  }

  /** Tries for the last time what has failed. */
  async close(): Promise<void> {
    await Promise.all([this.#keys.close(), this.#servers.close()])
  }

  get #isFlawless(): boolean {
    return this.#keys.size === 0 && this.#servers.size === 0
  }

  async #settleWhenStored(key: string, failed: Failed, stored: Promise<boolean>): Promise<boolean> {
    const isStored = await stored
    // What the key held before is gone.
    if (isStored) this.#keys.settle(key, failed)
    return isStored
  }

  async #flushAgain(server: string): Promise<void> {
    const { servers } = this.#transport
    // When there are other servers by now, as after a discovery, all are to be flushed: what was meant were those that there are.
    await this.#transport.flush(servers.length > 1 && servers.includes(server) ? { server } : {})
  }

  async #getTrusted(key: string, options: CallOptions): Promise<Item | undefined> {
    await this.#makeTrusted(key, options)
    return this.#transport.get(key, options)
  }

  async #getManyTrusted(keys: readonly string[], options: CallOptions): Promise<ReadonlyMap<string, Item>> {
    const failures = new Map<string, unknown>()
    await Promise.all(
      keys.map((key) => this.#makeTrusted(key, options).catch((error: unknown) => failures.set(key, error))),
    )
    const trusted = keys.filter((key) => !failures.has(key))
    let failure: unknown = [...failures.values()][0]
    let items = new Map<string, Item>()
    try {
      items = await this.#transport.getMany(trusted, options)
    } catch (error) {
      failure = error
      if (isTransportError(error) && error.partial instanceof Map) items = error.partial
    }
    if (failure === undefined) return items
    throw withPartial(failure, items)
  }

  /** Resolves when what the key holds may be read; rejects when what was to be dropped there still cannot be. */
  async #makeTrusted(key: string, options: CallOptions): Promise<void> {
    await this.#keys.makeUpFor(key, options)
    for (let due = this.#dueFor(key); due !== undefined; due = this.#dueFor(key))
      await this.#servers.makeUpFor(due, options)
  }

  /** The server that is to be flushed before the key is read, if there is one. */
  #dueFor(key: string): string | undefined {
    if (this.#servers.size === 0) return undefined
    const own = this.#transport.serverOf(key)
    const { servers } = this.#transport
    // One that is not there any more stands for all.
    return this.#servers.names.find((due) => due === own || !servers.includes(due))
  }
}

/** Whether what was to be dropped may still be there, and something can be done about it. */
function mayBeThere(error: unknown, { signal }: CallOptions): boolean {
  return isTransportError(error) ? error.code !== 'closed' : signal?.aborted === true
}
