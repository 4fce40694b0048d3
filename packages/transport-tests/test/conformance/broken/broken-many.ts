import type { CallOptions, Item } from '@lmc/transport'
import { TransportError } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenMany: Readonly<Record<string, Broken>> = {
  'getMany resolves to a Map of the hits, with their flags': of(GetManyGivesMisses),
  'hasMany resolves to a Set of the hits': of(HasManySaysYes),
  'hasMany leaves out items with exactly the flags that are excepted': of(ExceptsNothing),
  'getMany and hasMany of no keys resolve to nothing': of(HangsOnNothing),
  'getMany and hasMany take a list that has a key twice, and a frozen list': of(CountsRepliesByKey),
  'getMany and hasMany of 3,000 keys give each key its own answer': of(TakesAThousandKeys),
  'twenty calls of getMany and hasMany with 1,000 keys each all resolve at once': of(RefusesASecondBatch),
}
