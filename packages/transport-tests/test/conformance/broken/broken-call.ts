import type { CallOptions, Item, ServerStatistics, StoreOptions } from '@lmc/transport'
import { TransportError } from '@lmc/transport'
import { ReferenceTransport } from '../../reference-transport.ts'
import { type Broken, of } from './broken.ts'

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

/** For each clause of this theme, by its name, a transport that fails it. */
export const brokenCall: Readonly<Record<string, Broken>> = {
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
}
