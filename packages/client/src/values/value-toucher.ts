import type { CacheKey } from '@lmc/keys'
import { type CallOptions, clock, type Seconds, type Transport } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Calls } from '../calls/calls.ts'
import type { WriteOrder } from '../guard/write-order.ts'
import type { Freshness } from '../header/freshness-field.ts'
import { withHeader } from '../header/item-header.ts'
import { wholeLifetime } from '../header/whole-lifetime.ts'
import type { NamespacedKeys } from '../keys/namespaced-keys.ts'
import type { KeyOptions } from '../options/call-options.ts'
import type { Lifetime } from '../options/lifetime.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import type { KeyVersions } from './key-versions.ts'
import { type LOST, Tries } from './tries.ts'
import type { PreparedKey, ValuePreparer } from './value-preparer.ts'

export interface ValueToucherOptions {
  readonly calls: Calls
  /** The transport for writes that hold their keys. */
  readonly guarded: Transport
  readonly order: WriteOrder
  readonly namespacedKeys: NamespacedKeys
  readonly versions: KeyVersions
  readonly preparer: ValuePreparer
  readonly defaults: ViewDefaults
}

/** Gives values another lifetime. */
export class ValueToucher {
  readonly #options: ValueToucherOptions

  constructor(options: ValueToucherOptions) {
    this.#options = options
  }

  touch(key: CacheKey, lifetime: Lifetime | undefined, options: KeyOptions): Promise<boolean> {
    const { calls, namespacedKeys, preparer, order } = this.#options
    const target = { key, namespace: namespacedKeys.namespaceOf(options.namespace), raw: options.raw }
    return calls.run('touch', target, false, (call) => {
      const prepared = preparer.key(key, { ...options, lifetime })
      const { memcachedKey } = prepared
      const { signal } = options
      const tries = new Tries(signal)
      const touch = (): Promise<boolean> => tries.run(() => this.#touch(call, prepared, { signal }))
      return order.holding([memcachedKey], touch, signal)
    })
  }

  async #touch(call: Call, prepared: PreparedKey, options: CallOptions): Promise<boolean | typeof LOST> {
    const { guarded, versions, defaults } = this.#options
    const { memcachedKey, lifetime } = prepared
    // The item must be read: only its header says whether it is a value, and how long it is fresh.
    const version = await versions.find(call, prepared, options)
    if (version?.current === undefined) return false
    // Without a schema the value need not be decoded.
    if (defaults.schema !== undefined && (await versions.valueOf(call, prepared, version)) === undefined)
      return false
    const { headed } = version
    const freshness = headed?.header.freshness
    // The list of keys needs no change: a key is listed as long as its value exists.
    if (headed === undefined || freshness === undefined) return guarded.touch(memcachedKey, lifetime, options)
    const item = withHeader(headed.item, { ...headed.header, freshness: moved(freshness, lifetime) })
    const whole = { ...prepared, lifetime: wholeLifetime(lifetime, freshness.staleFor) }
    return versions.replace(call, whole, version, item, options)
  }
}

/** The freshness of a value with a new lifetime. `undefined`: the value is fresh as long as it exists. */
function moved({ freshUntil, refreshAt, staleFor }: Freshness, lifetime: Seconds): Freshness | undefined {
  if (lifetime === 0) return undefined
  const now = clock.date()
  const until = now + lifetime * 1000
  return { freshUntil: until, refreshAt: Math.max(now, until - (freshUntil - refreshAt)), staleFor }
}
