import {
  assertCas,
  assertLifetime,
  assertMemcachedKeys,
  assertStorable,
  type CallOptions,
  type Cas,
  type CasItem,
  getManyByGet,
  isTransportError,
  type Milliseconds,
  pickServers,
  toCounter,
  toDelta,
  toExptime,
  toWireKey,
  type Transport,
} from '@lmc/transport'
import { ServerCalls } from './server-calls.ts'

/** A transport to one server, over the npm package memcached 2.2.2. */
export class NpmMemcachedTransport implements Transport {
  readonly servers: readonly [string]
  readonly #calls: ServerCalls

  /**
   * @param server `host:port`
   * @param timeout how long a call may take, in milliseconds
   */
  constructor(server = '127.0.0.1:11211', timeout: Milliseconds = 1000) {
    this.servers = Object.freeze([server] as const)
    this.#calls = new ServerCalls(server, timeout)
  }

  serverOf = (): string => this.servers[0]

  get: Transport['get'] = async (key, options) => {
    const item = await this.#fetch('get', key, options)
    return item && { value: item.value, flags: item.flags }
  }

  gets: Transport['gets'] = async (key, options) => this.#fetch('gets', key, options)

  getMany: Transport['getMany'] = async (keys, options) => {
    assertMemcachedKeys(keys)
    return getManyByGet(keys, async (key) => this.get(key, options))
  }

  hasMany: Transport['hasMany'] = async (keys, options) => {
    const items = await this.getMany(keys, options)
    const hits = [...items].filter(([, { flags }]) => flags !== options?.exceptFlags)
    return new Set(hits.map(([key]) => key))
  }

  set: Transport['set'] = async (...args) => this.#store('set', args)
  add: Transport['add'] = async (...args) => this.#store('add', args)
  replace: Transport['replace'] = async (...args) => this.#store('replace', args)
  append: Transport['append'] = async (...args) => this.#store('append', args).catch(falseIfTooLarge)
  prepend: Transport['prepend'] = async (...args) => this.#store('prepend', args).catch(falseIfTooLarge)

  compareAndSet: Transport['compareAndSet'] = async (key, value, cas, options) => {
    const token = toToken(cas)
    return this.#store('compareAndSet', [key, value, options], token)
  }

  compareAndDelete: Transport['compareAndDelete'] = async (key, cas, options) => {
    const token = toToken(cas)
    const [line] = await this.#ask('compareAndDelete', key, (wireKey) => `md ${wireKey} C${token}`, options)
    return line === 'HD'
  }

  delete: Transport['delete'] = async (key, options) => {
    const [line] = await this.#ask('delete', key, (wireKey) => `delete ${wireKey}`, options)
    return line === 'DELETED'
  }

  touch: Transport['touch'] = async (key, lifetime, options) => {
    assertLifetime(lifetime)
    const [line] = await this.#ask(
      'touch',
      key,
      (wireKey) => `touch ${wireKey} ${toExptime(lifetime)}`,
      options,
    )
    return line === 'TOUCHED'
  }

  increment: Transport['increment'] = async (key, delta, options = {}) => {
    const { isDecrement, amount } = toDelta(delta)
    const { initial, lifetime = 0 } = options
    assertLifetime(lifetime)
    const creation = initial === undefined ? '' : `N${toExptime(lifetime)} J${toCounter(initial)} `
    const count = `M${isDecrement ? 'D' : 'I'} D${amount} ${creation}v`
    const [, counter] = await this.#ask('increment', key, (wireKey) => `ma ${wireKey} ${count}`, options)
    if (counter === undefined) return undefined
    return BigInt(counter)
  }

  flush: Transport['flush'] = async (options) => {
    pickServers(this.servers, options?.server)
    await this.#calls.ask('flush', 'flush_all', options)
  }

  statistics: Transport['statistics'] = async (options) => {
    const [server] = this.servers
    try {
      const lines = await this.#calls.ask('statistics', 'stats', options)
      const figures = lines.slice(0, -1).map((line) => /^STAT (\S+) (.*)$/.exec(line)?.slice(1) ?? [])
      return [{ server, statistics: Object.fromEntries(figures) }]
    } catch (error) {
      if (!isTransportError(error) || error.code === 'closed') throw error
      return [{ server, statistics: {}, error }]
    }
  }

  close: Transport['close'] = async () => this.#calls.close()

  async #fetch(command: 'get' | 'gets', key: string, options?: CallOptions): Promise<CasItem | undefined> {
    const [head = '', value] = await this.#ask(command, key, (wireKey) => `${command} ${wireKey}`, options)
    if (value === undefined) return undefined
    const [, , flags, , cas = ''] = head.split(' ')
    return { value: new Uint8Array(Buffer.from(value, 'latin1')), flags: Number(flags), cas }
  }

  async #store(
    command: 'set' | 'add' | 'replace' | 'append' | 'prepend' | 'compareAndSet',
    [key, value, options = {}]: Parameters<Transport['set']>,
    cas = '',
  ): Promise<boolean> {
    assertStorable(value, options)
    this.#calls.assertRoom(command, value.byteLength)
    const { flags = 0, lifetime = 0 } = options
    const verb = command === 'compareAndSet' ? 'cas' : command
    const rest = `${flags} ${toExptime(lifetime)} ${value.byteLength} ${cas}`
    const block = Buffer.from(value).toString('latin1')
    const [line] = await this.#ask(
      command,
      key,
      (wireKey) => `${verb} ${wireKey} ${rest}\r\n${block}`,
      options,
    )
    return line === 'STORED'
  }

  /** @param toText gives the command, one character a byte. */
  async #ask(
    command: string,
    key: string,
    toText: (wireKey: string) => string,
    options?: CallOptions,
  ): Promise<string[]> {
    return this.#calls.ask(command, toText(toWireKey(key)), options)
  }
}

function falseIfTooLarge(error: unknown): false {
  if (isTransportError(error) && error.code === 'value-too-large') return false
  throw error
}

/** Returns the token, or 0 for a token that memcached cannot have given. No item has the version 0. */
function toToken(cas: Cas): Cas {
  assertCas(cas)
  return /^\d{1,19}$/.test(cas) ? cas : '0'
}
