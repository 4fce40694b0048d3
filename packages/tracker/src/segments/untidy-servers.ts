import type { CasItem, Milliseconds } from '@lmc/transport'
import { TrackerError } from '../tracker-error.ts'

/** How long a server is taken to be without compare-and-set; another one may be in its place later. */
const REMEMBERED: Milliseconds = 600_000

/**
 * The servers without compare-and-set (`memcached -C`). A segment there cannot be rewritten without losing
 * what others append meanwhile. So the segment stays as it is, and nothing moves down from it.
 */
export class UntidyServers {
  readonly #now: () => Milliseconds
  readonly #onNoticed: (error: TrackerError) => void
  readonly #noticedAt = new Map<string, Milliseconds>()

  /** @param onNoticed is told of each server once. */
  constructor(now: () => Milliseconds, onNoticed: (error: TrackerError) => void) {
    this.#now = now
    this.#onNoticed = onNoticed
  }

  has(server: string): boolean {
    const noticedAt = this.#noticedAt.get(server)
    return noticedAt !== undefined && this.#now() - noticedAt < REMEMBERED
  }

  /**
   * Whether a server has no compare-and-set: it gave no version, or, for what is longer than it was `before`,
   * the same one.
   */
  notices(server: string, { cas, value }: CasItem, before?: CasItem): boolean {
    const isSame = before?.cas === cas && before.value.byteLength !== value.byteLength
    if (!isSame && !/^0*$/.test(cas)) return false
    const isNew = !this.#noticedAt.has(server)
    this.#noticedAt.set(server, this.#now())
    if (isNew) {
      const problem = `${server} has no compare-and-set (memcached -C): its list of keys grows with each set`
      this.#onNoticed(new TrackerError('no-cas', problem))
    }
    return true
  }
}
