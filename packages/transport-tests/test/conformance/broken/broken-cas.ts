import type { CallOptions, Cas, CasItem, StoreOptions } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenCas: Readonly<Record<string, Broken>> = {
  'gets resolves to the item with a token that compareAndSet takes once': of(CasTwice),
  'compareAndSet resolves to false when the item has changed in any way, and leaves it alone': of(CasByValue),
  'compareAndSet resolves to false when the key holds nothing, and stores nothing': of(CasCreates),
  'compareAndSet with an invented token stores nothing, and has no other effect': of(SendsAnyCas),
  'compareAndDelete deletes the version that gets gave, once': of(NeverDeletesAVersion),
  'compareAndDelete resolves to false when the item has changed in any way, and leaves it alone':
    of(DeletesWithoutLooking),
  'compareAndDelete with an invented token deletes nothing, and has no other effect':
    of(DeletesWithoutLooking),
}
