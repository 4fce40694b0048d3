import type { Item, Transport, TransportError } from '@lmc/transport'
import type { CallWatch, Outcome } from './call-watch.ts'
import type { Findings } from './findings/findings.ts'
import type { Ledger, Verdict } from './ledger.ts'
import type { Random } from './proxy/create-random.ts'
import { toStoredValue } from './stored-value.ts'

/** What the answers of checked calls are compared with. */
export interface TrafficContext {
  readonly ledger: Ledger
  readonly watch: CallWatch
  readonly findings: Findings
  /** How many bytes of a value may change on the way. No protocol can see such a change. */
  readonly changedBytes: number
}

/** The length of a value when none is given, in bytes. */
const USUAL_LENGTH = 100

/** Makes calls on a transport and checks every answer. Wrong answers become findings. No call rejects. */
export class Traffic {
  readonly transport: Transport
  readonly #context: TrafficContext
  #closing: Promise<Outcome<void>> | undefined

  constructor(transport: Transport, context: TrafficContext) {
    this.transport = transport
    this.#context = context
  }

  /** What the servers of the transport are doing. */
  get circumstances(): string {
    return this.#context.watch.circumstances
  }

  async get(key: string): Promise<Outcome<Item | undefined>> {
    const least = this.#context.ledger.least(key)
    const outcome = await this.#context.watch.call(`get ${key}`, async () => this.transport.get(key))
    if (outcome.how === 'resolved') this.#judge('get', key, least, outcome.value)
    return outcome
  }

  async getMany(keys: readonly string[]): Promise<Outcome<Map<string, Item>>> {
    const least = this.#leastOf(keys)
    const call = async (): Promise<Map<string, Item>> => this.transport.getMany(keys)
    const outcome = await this.#context.watch.call(`getMany ${nameKeys(keys)}`, call)
    if (outcome.how === 'resolved') {
      for (const key of keys) this.#judge('getMany', key, least.get(key) ?? 0, outcome.value.get(key))
      this.#assertAskedFor('getMany', keys, outcome.value.keys())
    } else if (outcome.how === 'rejected') this.#judgePartial(outcome.error, least)
    return outcome
  }

  async hasMany(keys: readonly string[]): Promise<Outcome<Set<string>>> {
    const least = this.#leastOf(keys)
    const call = async (): Promise<Set<string>> => this.transport.hasMany(keys)
    const outcome = await this.#context.watch.call(`hasMany ${nameKeys(keys)}`, call)
    if (outcome.how !== 'resolved') return outcome
    for (const key of keys) {
      const isThere = outcome.value.has(key)
      const verdict = this.#context.ledger[isThere ? 'judgeHit' : 'judgeMiss'](key, least.get(key) ?? 0)
      this.#note(verdict, `hasMany of ${key} gave ${isThere}`)
    }
    this.#assertAskedFor('hasMany', keys, outcome.value)
    return outcome
  }

  async set(key: string, length: number = USUAL_LENGTH): Promise<Outcome<boolean>> {
    const { ledger } = this.#context
    const version = ledger.begin(key, length)
    const value = toStoredValue({ key, version }, length)
    return this.#write(`set ${key}`, key, version, async () => {
      const isStored = await this.transport.set(key, value)
      if (!isStored) this.#context.watch.report('wrong', `set ${key} gave false`)
      return isStored
    })
  }

  async delete(key: string): Promise<Outcome<boolean>> {
    const version = this.#context.ledger.begin(key)
    return this.#write(`delete ${key}`, key, version, async () => this.transport.delete(key))
  }

  /** Adds 1 to a counter that begins with 1. Nothing else may write the counter. */
  async increment(key: string): Promise<Outcome<bigint | undefined>> {
    const { ledger, changedBytes } = this.#context
    const least = ledger.beginCount(key)
    const call = async (): Promise<bigint | undefined> => this.transport.increment(key, 1, { initial: 1 })
    const outcome = await this.#context.watch.call(`increment ${key}`, call)
    if (outcome.how === 'resolved') {
      const verdict = ledger.judgeCount(key, least, outcome.value, changedBytes)
      this.#note(
        verdict,
        `increment ${key} gave ${outcome.value}; expected more than ${least}, once for each call`,
      )
    }
    return outcome
  }

  /** Watches calls on the transport as if they were one call. Their answers are not checked. */
  async watch<T>(name: string, start: () => Promise<T>): Promise<Outcome<T>> {
    return this.#context.watch.call(name, start)
  }

  /** Closes the transport, once. */
  async close(): Promise<Outcome<void>> {
    this.#closing ??= this.#context.watch.call('close', async () => this.transport.close())
    return this.#closing
  }

  /** Makes so many calls of all kinds at once, on ten keys with this prefix. `random` decides which calls. */
  async mixed(calls: number, random: Random, prefix: string = ''): Promise<Outcome<unknown>[]> {
    const pick = (): string => prefix + String(Math.floor(random() * 10))
    return Promise.all(
      Array.from({ length: calls }, async (): Promise<Outcome<unknown>> => {
        const kind = random()
        const key = pick()
        if (kind < 0.4) return this.get(key)
        if (kind < 0.7) return this.set(key, 20 + Math.floor(random() * 200))
        if (kind < 0.8) return this.getMany([key, pick(), pick()])
        if (kind < 0.88) return this.hasMany([key, pick(), pick()])
        return kind < 0.96 ? this.increment(`${key}-count`) : this.delete(key)
      }),
    )
  }

  async #write(
    name: string,
    key: string,
    version: number,
    call: () => Promise<boolean>,
  ): Promise<Outcome<boolean>> {
    const { ledger, watch } = this.#context
    const outcome = await watch.call(name, call)
    if (outcome.how === 'resolved') ledger.confirm(key, version)
    // With `overloaded` the transport promises that nothing was sent.
    else if (outcome.how !== 'rejected' || outcome.error.code !== 'overloaded') ledger.leaveOpen(key, version)
    return outcome
  }

  #judge(command: string, key: string, least: number, item: Item | undefined): void {
    const { ledger, changedBytes } = this.#context
    if (item !== undefined && !(item.value instanceof Uint8Array))
      return this.#context.watch.report('wrong', `${command} of ${key} gave an item without a value`)
    const verdict =
      item === undefined
        ? ledger.judgeMiss(key, least)
        : ledger.judgeValue(key, least, item.value, changedBytes)
    if (verdict !== 'right')
      this.#note(verdict, `${command} of ${key} gave ${describe(item)}; expected version ${least} or later`)
  }

  #judgePartial({ partial }: TransportError, least: Map<string, number>): void {
    if (!(partial instanceof Map)) return
    for (const [key, item] of partial) this.#judge('getMany, in part,', key, least.get(key) ?? 0, item)
  }

  #assertAskedFor(command: string, keys: readonly string[], found: Iterable<string>): void {
    for (const key of found) {
      if (!keys.includes(key))
        this.#context.watch.report('wrong', `${command} gave ${key}, which nobody asked for`)
    }
  }

  #note(verdict: Verdict, text: string): void {
    if (verdict === 'stale') this.#context.findings.stale++
    if (verdict === 'wrong') this.#context.watch.report('wrong', text)
  }

  #leastOf(keys: readonly string[]): Map<string, number> {
    return new Map(keys.map((key) => [key, this.#context.ledger.least(key)]))
  }
}

/** How many keys of a call a message names. */
const NAMED = 3

function nameKeys(keys: readonly string[]): string {
  const named = keys.slice(0, NAMED).join(' ')
  return keys.length > NAMED ? `${named} and ${keys.length - NAMED} more` : named
}

function describe(item: Item | undefined): string {
  if (item === undefined) return 'nothing'
  const start = Buffer.from(item.value.subarray(0, 40)).toString('latin1')
  return `${item.value.byteLength} bytes, ${JSON.stringify(start)}`
}
