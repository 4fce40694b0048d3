import type {
  CallOptions,
  Cas,
  CasItem,
  FlushOptions,
  IncrementOptions,
  Item,
  Seconds,
  ServerStatistics,
  StoreOptions,
} from '@lmc/transport'
import { TransportError } from '@lmc/transport'
import type { Subject } from '../../src/conformance/index.ts'
import { ReferenceServer, ReferenceTransport } from '../reference-transport.ts'

/** A broken transport, or a subject whose transports read their options wrongly. */
type Broken = Create | Pick<Subject, 'construct'>

type Create = (server: ReferenceServer) => ReferenceTransport

const text = (value: Uint8Array): string => new TextDecoder().decode(value)
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)
const shared: { buffer: Uint8Array } = { buffer: new Uint8Array(4096) }

class TakesTextForKeys extends ReferenceTransport {
  override getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return super.getMany(Array.from(keys), options)
  }
}

class MissIsNull extends ReferenceTransport {
  override get(key: string): Promise<Item | undefined> {
    // A wrong value on purpose. The types forbid it.
    return this.call([key], {}, () => this.server.find(key) ?? JSON.parse('null'))
  }
}

class ReadsText extends ReferenceTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    const item = await super.get(key, options)
    return item && { ...item, value: bytes(text(item.value)) }
  }
}

class SignedFlags extends ReferenceTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    const item = await super.get(key, options)
    return item && { ...item, flags: item.flags | 0 }
  }
}

class KeepsOldFlags extends ReferenceTransport {
  override set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return super.set(key, value, { ...options, flags: options.flags ?? this.server.find(key)?.flags })
  }
}

class KeepsToItself extends ReferenceTransport {
  readonly #own = new Map<string, Item>()
  override set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    this.#own.set(key, { value, flags: options?.flags ?? 0 })
    return this.call([key], options, () => true)
  }
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.call([key], options, () => this.#own.get(key))
  }
}

class HandsOutItsOwnBytes extends ReferenceTransport {
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.call([key], options, () => this.server.find(key))
  }
}

class ReusesOneBuffer extends ReferenceTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    const item = await super.get(key, options)
    if (!item || item.value.byteLength > shared.buffer.byteLength) return item
    shared.buffer.set(item.value)
    return { ...item, value: shared.buffer.subarray(0, item.value.byteLength) }
  }
}

class AddsAlways extends ReferenceTransport {
  override add(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return this.set(key, value, options)
  }
}

class PrependAppends extends ReferenceTransport {
  override prepend(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return this.append(key, value, options)
  }
}

class AppendCreates extends ReferenceTransport {
  override async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    return (await super.append(key, value, options)) || this.set(key, value, options)
  }
}

class DropsWhatOutgrows extends ReferenceTransport {
  override async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    const isStored = await super.append(key, value, options)
    if (!isStored) await this.delete(key)
    return isStored
  }
}

class AppendsByReadingAndWriting extends ReferenceTransport {
  override async append(key: string, value: Uint8Array): Promise<boolean> {
    const item = await this.get(key)
    return item !== undefined && this.set(key, bytes(text(item.value) + text(value)))
  }
}

class KeepsOldWhenTooLarge extends ReferenceTransport {
  override async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    if (value.byteLength > 1024 * 1024) throw new TransportError('value-too-large', 'refused here')
    return super.set(key, value, options)
  }
}

class DeletesAlways extends ReferenceTransport {
  override async delete(key: string, options?: CallOptions): Promise<boolean> {
    await super.delete(key, options)
    return true
  }
}

class GetManyGivesMisses extends ReferenceTransport {
  override async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const hits = await super.getMany(keys, options)
    for (const key of keys) if (!hits.has(key)) hits.set(key, { value: new Uint8Array(0), flags: 0 })
    return hits
  }
}

class HasManySaysYes extends ReferenceTransport {
  override hasMany(keys: readonly string[], options?: CallOptions): Promise<Set<string>> {
    return this.call(keys, options, () => new Set(keys))
  }
}

class ExceptsNothing extends ReferenceTransport {
  override hasMany(keys: readonly string[], options: CallOptions = {}): Promise<Set<string>> {
    return super.hasMany(keys, { signal: options.signal })
  }
}

class HangsOnNothing extends ReferenceTransport {
  override getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    if (keys.length === 0)
      return Promise.reject(new TransportError('timeout', 'no answer to a call without keys'))
    return super.getMany(keys, options)
  }
}

class CountsRepliesByKey extends ReferenceTransport {
  override async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const hits = await super.getMany(keys, options)
    // Pairs the n-th reply with the n-th question. Equal questions have only one reply.
    const replies = [...new Set(keys)].map((key) => hits.get(key))
    return new Map(keys.flatMap((key, index) => (replies[index] ? [[key, replies[index]]] : [])))
  }
}

class TakesAThousandKeys extends ReferenceTransport {
  override getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return super.getMany(keys.slice(0, 1000), options)
  }
}

class RefusesASecondBatch extends ReferenceTransport {
  #isAsking = false
  override async hasMany(keys: readonly string[], options?: CallOptions): Promise<Set<string>> {
    if (this.#isAsking) throw new TransportError('overloaded', 'another batch is in flight')
    this.#isAsking = true
    const hits = await super.hasMany(keys, options)
    this.#isAsking = false
    return hits
  }
}

class CasTwice extends ReferenceTransport {
  override async compareAndSet(
    key: string,
    value: Uint8Array,
    cas: Cas,
    options?: StoreOptions,
  ): Promise<boolean> {
    await super.compareAndSet(key, value, cas, options)
    return true
  }
}

class CasByValue extends ReferenceTransport {
  override async gets(key: string, options?: CallOptions): Promise<CasItem | undefined> {
    const item = await super.gets(key, options)
    return item && { ...item, cas: `length ${item.value.byteLength === 0 ? 0 : 1}` }
  }
  override async compareAndSet(
    key: string,
    value: Uint8Array,
    cas: Cas,
    options?: StoreOptions,
  ): Promise<boolean> {
    return (await this.gets(key))?.cas === cas && this.set(key, value, options)
  }
}

class CasCreates extends ReferenceTransport {
  override async compareAndSet(
    key: string,
    value: Uint8Array,
    cas: Cas,
    options?: StoreOptions,
  ): Promise<boolean> {
    return (await super.compareAndSet(key, value, cas, options)) || this.add(key, value, options)
  }
}

class DeletesWithoutLooking extends ReferenceTransport {
  override async compareAndDelete(key: string, _cas: Cas, options?: CallOptions): Promise<boolean> {
    return this.delete(key, options)
  }
}

class NeverDeletesAVersion extends ReferenceTransport {
  override async compareAndDelete(key: string, cas: Cas, options?: CallOptions): Promise<boolean> {
    return this.call([key], options, () => this.server.find(key)?.cas === cas)
  }
}

class SendsAnyCas extends ReferenceTransport {
  override async compareAndSet(
    key: string,
    value: Uint8Array,
    cas: Cas,
    options?: StoreOptions,
  ): Promise<boolean> {
    // A server executes the second line.
    if (cas.includes('\n')) await this.flush()
    return super.compareAndSet(key, value, cas, options)
  }
}

class CountsInNumbers extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    const result = await super.increment(key, delta, options)
    if (result === undefined) return undefined
    const rounded = Number(result)
    return BigInt(rounded)
  }
}

class IgnoresTheSign extends ReferenceTransport {
  override increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    return super.increment(key, delta < 0 ? -delta : delta, options)
  }
}

class CountsByOne extends ReferenceTransport {
  override increment(
    key: string,
    _delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    return super.increment(key, 1, options)
  }
}

class IncrementCreates extends ReferenceTransport {
  override increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    return super.increment(key, delta, { initial: 0, ...options })
  }
}

class AddsDeltaToInitial extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options: IncrementOptions = {},
  ): Promise<bigint | undefined> {
    const isNew = options.initial !== undefined && this.server.find(key) === undefined
    const result = await super.increment(key, delta, options)
    return isNew ? super.increment(key, delta) : result
  }
}

class CountsWordsAsZero extends ReferenceTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    const item = await this.get(key)
    if (item && !/^\d+$/.test(text(item.value))) await this.set(key, bytes('0'))
    return super.increment(key, delta, options)
  }
}

class CountsByReadingAndWriting extends ReferenceTransport {
  override async increment(key: string, delta: bigint | number): Promise<bigint | undefined> {
    const item = await this.get(key)
    if (!item) return undefined
    const sum = BigInt(text(item.value)) + BigInt(delta)
    await this.set(key, bytes(String(sum)))
    return sum
  }
}

class NeverExpires extends ReferenceTransport {
  override set(key: string, value: Uint8Array, { flags, signal }: StoreOptions = {}): Promise<boolean> {
    return super.set(key, value, { flags, signal })
  }
}

class ZeroIsTheDefault extends ReferenceTransport {
  override set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return super.set(key, value, { ...options, lifetime: options.lifetime || 2 })
  }
}

class PassesLifetimesThrough extends ReferenceTransport {
  override async set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    const isStored = await super.set(key, value, options)
    // memcached reads a number above 30 days as a time shortly after 1970.
    if ((options.lifetime ?? 0) > 30 * 24 * 60 * 60) await this.delete(key)
    return isStored
  }
}

class TouchesNothing extends ReferenceTransport {
  override touch(key: string, _lifetime: Seconds, options?: CallOptions): Promise<boolean> {
    return this.call([key], options, () => this.server.find(key) !== undefined)
  }
}

class FoldsCase extends ReferenceTransport {
  override set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return super.set(key.toLowerCase(), value, options)
  }
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key.toLowerCase(), options)
  }
}

class WritesQuestionMarks extends ReferenceTransport {
  override set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return super.set(key.replaceAll(/\P{ASCII}/gu, '?'), value, options)
  }
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key.replaceAll(/\P{ASCII}/gu, '?'), options)
  }
}

class AppendsToAscii extends ReferenceTransport {
  override append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    if (/\P{ASCII}/u.test(key)) return Promise.reject(new TypeError('Key is not ASCII'))
    return super.append(key, value, options)
  }
}

class TakesAnyKey extends ReferenceTransport {
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.call([], options, () => this.server.find(key))
  }
}

class RoundsLifetimes extends ReferenceTransport {
  override add(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return super.add(key, value, {
      ...options,
      lifetime: Math.trunc(Math.abs(options.lifetime || 0)) % 2 ** 31,
    })
  }
}

class MasksFlags extends ReferenceTransport {
  override set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    return super.set(key, value, { ...options, flags: (options.flags ?? 0) >>> 0 })
  }
}

class StoresText extends ReferenceTransport {
  override set(key: string, value: unknown, options?: StoreOptions): Promise<boolean> {
    return super.set(key, value instanceof Uint8Array ? value : bytes(String(value)), options)
  }
}

class RoundsDeltas extends ReferenceTransport {
  override increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    return super.increment(key, typeof delta === 'number' ? Math.trunc(delta) : delta, options)
  }
}

class Throws extends ReferenceTransport {
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    if (key.includes(' ')) throw new TypeError('a key with a space')
    return super.get(key, options)
  }
}

class MixesAnswersUp extends ReferenceTransport {
  readonly #answers: (Item | undefined)[] = []
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    this.#answers.push(await super.get(key, options))
    await new Promise((resolve) => setImmediate(resolve))
    return this.#answers.pop()
  }
}

class SendsReadsFirst extends ReferenceTransport {
  override async append(key: string, value: Uint8Array, options?: CallOptions): Promise<boolean> {
    await Promise.resolve()
    return super.append(key, value, options)
  }
}

class LooksAtTheSignalLate extends ReferenceTransport {
  override async set(key: string, value: Uint8Array, options: StoreOptions = {}): Promise<boolean> {
    const isStored = await super.set(key, value, { ...options, signal: undefined })
    options.signal?.throwIfAborted()
    return isStored
  }
}

class LooksAtTheSignalOnce extends ReferenceTransport {
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return options?.signal?.aborted ? Promise.reject(options.signal.reason) : super.get(key)
  }
}

class AbortsAnyway extends ReferenceTransport {
  override get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return options?.signal ? Promise.reject(new TransportError('timeout', 'aborted')) : super.get(key)
  }
}

class ClosesOnce extends ReferenceTransport {
  #closed = false
  override async close(): Promise<void> {
    if (this.#closed) throw new TransportError('closed', 'closed already')
    this.#closed = true
    await super.close()
  }
}

class ServesAfterClose extends ReferenceTransport {
  override statistics(): Promise<ServerStatistics[]> {
    return Promise.resolve([])
  }
}

class LetsServersBeChanged extends ReferenceTransport {
  override readonly servers: readonly string[] = ['reference']
}

class FlushesNothing extends ReferenceTransport {
  override flush(options?: CallOptions): Promise<void> {
    return this.call([], options, () => undefined)
  }
}

class FlushesWhateverIsNamed extends ReferenceTransport {
  override flush({ signal }: FlushOptions = {}): Promise<void> {
    return super.flush({ signal })
  }
}

class NamesNoServer extends ReferenceTransport {
  override serverOf(): string {
    return 'elsewhere'
  }
}

class CountsNothing extends ReferenceTransport {
  override statistics(options?: CallOptions): Promise<ServerStatistics[]> {
    const statistics = { get_hits: '0', get_misses: '0', total_items: '0' }
    return this.call([], options, () => [{ server: 'reference', statistics }])
  }
}

class ListensForEachCall extends ReferenceTransport {
  protected override call<T>(
    keys: readonly string[],
    options: CallOptions = {},
    answer: () => T,
  ): Promise<T> {
    options.signal?.addEventListener('abort', () => undefined)
    return super.call(keys, options, answer)
  }
}

/** Accepts any options. */
class ReadsAnyOptions extends ReferenceTransport {
  override readonly servers: readonly string[]
  constructor(options: { servers?: readonly string[] } | null) {
    super(new ReferenceServer())
    this.servers = [...(options?.servers ?? ['localhost:11211'])]
  }
}

const of =
  (Broken: new (server: ReferenceServer) => ReferenceTransport): Create =>
  (server) =>
    new Broken(server)

/** For each clause, by its name, a transport that fails it. */
export const brokenTransports: Readonly<Record<string, Broken>> = {
  'get of a key that was never stored resolves to undefined': of(MissIsNull),
  'get resolves to exactly the bytes that were set': of(ReadsText),
  'every method that stores a value keeps flags from 0 to 2^32 - 1': of(SignedFlags),
  'the flags are 0 unless given, also when the key held others': of(KeepsOldFlags),
  'one transport reads what another has stored': of(KeepsToItself),
  'a reader may change the bytes that it got, and a writer the bytes that it passed': of(HandsOutItsOwnBytes),
  'a value that is read does not change when more is read': of(ReusesOneBuffer),
  'add stores only when the key holds nothing, and replace only when it holds an item': of(AddsAlways),
  'append adds bytes at the end, prepend at the beginning, and both keep the flags': of(PrependAppends),
  'append and prepend to a key that holds nothing resolve to false and store nothing': of(AppendCreates),
  'an append or prepend beyond the item limit resolves to false, and leaves the item unchanged':
    of(DropsWhatOutgrows),
  'appends from several transports at once are all kept': of(AppendsByReadingAndWriting),
  'a set above the item limit rejects with value-too-large, and the old value is gone':
    of(KeepsOldWhenTooLarge),
  'delete resolves to whether the key held an item, and the key then holds nothing': of(DeletesAlways),
  'getMany resolves to a Map of the hits, with their flags': of(GetManyGivesMisses),
  'hasMany resolves to a Set of the hits': of(HasManySaysYes),
  'hasMany leaves out items with exactly the flags that are excepted': of(ExceptsNothing),
  'getMany and hasMany of no keys resolve to nothing': of(HangsOnNothing),
  'getMany and hasMany take a list that has a key twice, and a frozen list': of(CountsRepliesByKey),
  'getMany and hasMany of 3,000 keys give each key its own answer': of(TakesAThousandKeys),
  'twenty calls of getMany and hasMany with 1,000 keys each all resolve at once': of(RefusesASecondBatch),
  'gets resolves to the item with a token that compareAndSet takes once': of(CasTwice),
  'compareAndSet resolves to false when the item has changed in any way, and leaves it alone': of(CasByValue),
  'compareAndSet resolves to false when the key holds nothing, and stores nothing': of(CasCreates),
  'compareAndSet with an invented token stores nothing, and has no other effect': of(SendsAnyCas),
  'compareAndDelete deletes the version that gets gave, once': of(NeverDeletesAVersion),
  'compareAndDelete resolves to false when the item has changed in any way, and leaves it alone':
    of(DeletesWithoutLooking),
  'compareAndDelete with an invented token deletes nothing, and has no other effect':
    of(DeletesWithoutLooking),
  'increment adds to the decimal number that the item holds and resolves to the new value': of(CountsByOne),
  'increment by a negative delta subtracts, and stops at 0': of(IgnoresTheSign),
  'increment is exact over all of 64 bits, and wraps around above': of(CountsInNumbers),
  'increment of a key that holds nothing resolves to undefined and stores nothing': of(IncrementCreates),
  'increment with an initial value stores that value without the delta when the key holds nothing':
    of(AddsDeltaToInitial),
  'increment of an item that is not a number rejects with server, and leaves the item alone':
    of(CountsWordsAsZero),
  'increments from several transports at once are all counted': of(CountsByReadingAndWriting),
  'an item is gone when its lifetime is over, whichever method stored it': of(NeverExpires),
  'an item without a lifetime, or with a lifetime of 0, never expires': of(ZeroIsTheDefault),
  'a lifetime above 30 days is that far in the future, not in 1970': of(PassesLifetimesThrough),
  'touch sets a new lifetime, and resolves to whether the key holds an item': of(TouchesNothing),
  'keys of 1 and of 250 characters, and of every printable character, are all different keys': of(FoldsCase),
  'keys of UTF-8, up to 250 bytes, are all different keys, and come back as they were given':
    of(WritesQuestionMarks),
  'every method takes a key of UTF-8': of(AppendsToAscii),
  'every method rejects a bad key, and changes nothing': of(TakesAnyKey),
  'every method rejects a bad lifetime, and stores nothing': of(RoundsLifetimes),
  'every method rejects bad flags, and stores nothing': of(MasksFlags),
  'a value that is not a Uint8Array rejects, and stores nothing': of(StoresText),
  'keys that are not an array, and a cas token that is not a string, reject with a TypeError that does not show them':
    of(TakesTextForKeys),
  'a delta or an initial value that is not a whole number of 64 bits rejects, and changes nothing':
    of(RoundsDeltas),
  'every method returns a promise, also for wrong arguments, and never throws': of(Throws),
  '2,000 calls at once each get their own answer': of(MixesAnswersUp),
  'calls of one transport on one key are carried out in the order they were made': of(SendsReadsFirst),
  'a call whose signal has already aborted rejects with its reason, and does nothing':
    of(LooksAtTheSignalLate),
  'a call whose signal aborts later rejects with its reason, and the next call gets its own answer':
    of(LooksAtTheSignalOnce),
  'a signal that does not abort changes nothing': of(AbortsAnyway),
  'close settles the calls in flight, and resolves when it is called again': of(ClosesOnce),
  'every call after close rejects with closed': of(ServesAfterClose),
  '2,000 calls at once that share a signal each get their own answer, without a warning':
    of(ListensForEachCall),
  '20,000 calls that share a signal take about as long as those without one': of(ListensForEachCall),
  'misspelled options throw a TypeError, or are read as meant': {
    construct: (options) => new ReadsAnyOptions(options as never),
  },
  'an impossible timeout and an empty list of servers throw a TypeError or a RangeError': {
    construct: (options) => new ReadsAnyOptions(options as never),
  },
  'servers names each server once, and the list cannot be changed from outside': of(LetsServersBeChanged),
  'flush drops everything, also the items of other transports, and nothing that is stored later':
    of(FlushesNothing),
  'flush of one server drops only the items of that server, and flush of an unknown server rejects':
    of(FlushesWhateverIsNamed),
  'serverOf names the server of a key': of(NamesNoServer),
  'statistics has one entry for each server, in their order, and counts hits and misses': of(CountsNothing),
}
