import type { Codec } from '@lmc/codec'
import type { PlainKey } from '@lmc/keys'
import type { Announcement, KeyTracker } from '@lmc/tracker'
import { clock, type Item, type Seconds } from '@lmc/transport'
import type { Call } from '../calls/call.ts'
import type { Freshness } from '../header/freshness-field.ts'
import { type Generations, NO_GENERATIONS, toStored } from '../header/item-header.ts'
import { wholeLifetime } from '../header/whole-lifetime.ts'
import type { Flight } from './flights/flight.ts'
import type { ViewDefaults } from '../options/view-defaults.ts'
import { encodeBy } from '../values/encode-by.ts'
import type { ListedWrites } from '../values/listed-writes.ts'
import type { Version } from './claims/version.ts'

/** How long a value lives, and what is kept beside it. */
export interface Shelf {
  readonly lifetime: Seconds
  readonly staleFor: Seconds
  readonly refreshAhead: Seconds
  /** Absent: the value depends on nothing. */
  readonly generations: Generations | undefined
}

export interface LoadedWriterOptions {
  readonly codec: Codec
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  readonly listedWrites: ListedWrites
  readonly defaults: ViewDefaults
}

/** Stores loaded values. */
export class LoadedWriter {
  readonly #options: LoadedWriterOptions

  constructor(options: LoadedWriterOptions) {
    this.#options = options
  }

  /**
   * Resolves to the value that callers are given: what the schema makes of a loaded value.
   *
   * @throws {SchemaError} `invalid-value`.
   */
  async fit(value: unknown): Promise<unknown> {
    const { schema } = this.#options.defaults
    if (schema === undefined) return value
    await schema.check(value)
    return schema.read(value)
  }

  /** @throws {CodecError} for what cannot be stored. */
  encode(value: unknown): Item {
    return encodeBy(this.#options.codec, value)
  }

  /** Lists a key that will hold something soon. Resolves when what is sent next arrives after that line. */
  async announce(flight: Flight): Promise<Announcement | undefined> {
    const announcement = flight.entry && this.#options.tracker?.announce(flight.entry)
    await announcement?.sent
    return announcement
  }

  /**
   * Stores a value in place of what the key held when the load began. Resolves to `false`, and stores
   * nothing, when the key holds something else by now.
   *
   * @throws {TransportError} any code.
   */
  write(call: Call, flight: Flight, version: Version, encoded: Item, shelf: Shelf): Promise<boolean> {
    const { lifetime, staleFor, generations } = shelf
    const freshness = toFreshness(shelf)
    const isAlone = freshness === undefined && generations === undefined
    const header = isAlone ? undefined : { ...(generations ?? NO_GENERATIONS), freshness }
    const item = toStored(encoded, header)
    return this.#options.listedWrites.run(call, flight, () =>
      version.replace(item, wholeLifetime(lifetime, staleFor)),
    )
  }
}

/** When the value becomes stale, and when it is reloaded. `undefined`: it is fresh to its end. */
function toFreshness({ lifetime, staleFor, refreshAhead }: Shelf): Freshness | undefined {
  if (lifetime === 0 || (staleFor === 0 && refreshAhead === 0)) return undefined
  const freshUntil = clock.date() + lifetime * 1000
  // Spread at random: values that were stored together are not reloaded together.
  const ahead = Math.min(refreshAhead, lifetime) * 1000 * (1 - Math.random() / 2)
  return { freshUntil, refreshAt: Math.ceil(freshUntil - ahead), staleFor }
}
