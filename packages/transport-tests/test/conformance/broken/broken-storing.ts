import type { CallOptions, Item, StoreOptions } from '@lmc/transport'
import { TransportError } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

const text = (value: Uint8Array): string => new TextDecoder().decode(value)
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)
const shared: { buffer: Uint8Array } = { buffer: new Uint8Array(4096) }

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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenStoring: Readonly<Record<string, Broken>> = {
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
}
