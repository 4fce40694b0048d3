import type { CallOptions, Seconds, StoreOptions } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenLifetime: Readonly<Record<string, Broken>> = {
  'an item is gone when its lifetime is over, whichever method stored it': of(NeverExpires),
  'an item without a lifetime, or with a lifetime of 0, never expires': of(ZeroIsTheDefault),
  'a lifetime above 30 days is that far in the future, not in 1970': of(PassesLifetimesThrough),
  'touch sets a new lifetime, and resolves to whether the key holds an item': of(TouchesNothing),
}
