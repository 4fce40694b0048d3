import type { CallOptions, IncrementOptions, Item, StoreOptions } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)

class TakesTextForKeys extends ReferenceTransport {
  override getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    return super.getMany(Array.from(keys), options)
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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenArgument: Readonly<Record<string, Broken>> = {
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
}
