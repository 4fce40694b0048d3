import type { CacheKey, PlainKey } from '@lmc/keys'
import type { Announcement, IndexEntry, KeyTracker } from '@lmc/tracker'
import type { Call } from '../calls/call.ts'
import type { WriteOrder } from '../guard/write-order.ts'

export interface ListedWritesOptions {
  readonly order: WriteOrder
  /** Absent: keys are not listed. */
  readonly tracker: KeyTracker<PlainKey> | undefined
}

/** A key, and its entry for the list of keys. */
interface ListedKey {
  readonly key: CacheKey
  /** Absent: the key is not listed. */
  readonly entry: IndexEntry | undefined
}

/**
 * Sends each write after the line that lists its key. So a process that dies in between leaves no unlisted
 * value.
 */
export class ListedWrites {
  readonly #options: ListedWritesOptions

  constructor(options: ListedWritesOptions) {
    this.#options = options
  }

  /** Settles like `send`. If the key cannot be listed, that is a failure of the call. */
  run<T>(call: Call, { key, entry }: ListedKey, send: () => Promise<T>): Promise<T> {
    const announcement = entry && this.#options.tracker?.announce(entry)
    return announcement === undefined ? send() : this.#sendBehind(call, key, announcement, send)
  }

  async #sendBehind<T>(
    call: Call,
    key: CacheKey,
    announcement: Announcement,
    send: () => Promise<T>,
  ): Promise<T> {
    this.#options.order.leaves(announcement.sent)
    let answer: T
    try {
      await announcement.sent
      answer = await send()
      announcement.stored()
    } catch (error) {
      // The call is over, but a failure of its line is still reported.
      announcement.listed.catch((unlisted: Error) => call.report(unlisted, 'track', key))
      throw error
    }
    if (announcement.isListed) return answer
    try {
      await announcement.listed
    } catch (error) {
      call.fail(error, key, 'track')
    }
    return answer
  }
}
