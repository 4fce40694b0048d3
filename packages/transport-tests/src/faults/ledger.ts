import { differences, readStoredValue, toStoredValue } from './stored-value.ts'

const encoder = new TextEncoder()

/**
 * What an answer is worth: `stale` is one that a write of unknown outcome may have brought about when it
 * landed late.
 */
export type Verdict = 'right' | 'stale' | 'wrong'

interface Write {
  /** The value's length in bytes; absent for a removal. */
  readonly length?: number
  /** Whether nobody knows if, and when, it was or will be carried out. */
  isOpen: boolean
}

interface History {
  /** By version; the first stands for the beginning, when nothing was there. */
  readonly writes: Write[]
  /** The latest version that the server has confirmed. */
  confirmed: number
}

interface Count {
  /** How many increments were begun. */
  begun: number
  /** The greatest that was answered. */
  confirmed: number
}

/**
 * Knows what has been written under each key, and so what can be read there. Holds for writes by one
 * transport, which are carried out in the order of their calls.
 */
export class Ledger {
  readonly #histories = new Map<string, History>()
  readonly #counts = new Map<string, Count>()
  /** Whether the server may be losing what it holds just now; then nothing is missing wrongly. */
  isLosing = false

  /**
   * Notes that a value of so many bytes is being written, or a removal where no length is given; gives its
   * version.
   */
  begin(key: string, length?: number): number {
    const { writes } = this.#of(key)
    return writes.push({ ...(length !== undefined && { length }), isOpen: false }) - 1
  }

  /** Notes that the server has carried it out. */
  confirm(key: string, version: number): void {
    const history = this.#of(key)
    history.confirmed = Math.max(history.confirmed, version)
  }

  /** Notes that nobody knows whether the server has carried it out, or will. */
  leaveOpen(key: string, version: number): void {
    const write = this.#of(key).writes[version]
    if (write) write.isOpen = true
  }

  /** Notes that the server has forgotten everything. */
  forget(): void {
    for (const key of this.#histories.keys()) this.confirm(key, this.begin(key))
    for (const count of this.#counts.values()) count.confirmed = 0
  }

  /** Notes that the server may have forgotten anything. */
  mayForget(): void {
    for (const key of this.#histories.keys()) this.begin(key)
    for (const count of this.#counts.values()) count.confirmed = 0
  }

  /** Notes that a counter is being increased by 1; gives what its value has to be above. */
  beginCount(key: string): number {
    const count = this.#counts.get(key) ?? { begun: 0, confirmed: 0 }
    this.#counts.set(key, count)
    count.begun++
    return count.confirmed
  }

  /**
   * Judges that an increment which began at `least` gave this; a counter begins with 1.
   *
   * @param changedBytes how many of its digits may have been changed on the way, which no protocol can see.
   */
  judgeCount(key: string, least: number, value: bigint | undefined, changedBytes: number = 0): Verdict {
    const count = this.#counts.get(key)
    if (!count || value === undefined) return 'wrong'
    const from = this.isLosing ? 1 : least + 1
    const meant = changedBytes === 0 ? Number(value) : leastAlike(value, from, count.begun, changedBytes)
    if (meant < from || meant > count.begun) return 'wrong'
    if (!this.isLosing) count.confirmed = Math.max(count.confirmed, meant)
    return 'right'
  }

  /** The version that a read which begins now has to give at least. */
  least(key: string): number {
    return this.#of(key).confirmed
  }

  /** Judges that a read which began at `least` found nothing. */
  judgeMiss(key: string, least: number): Verdict {
    const { writes } = this.#of(key)
    if (this.isLosing || writes.slice(least).some(isRemoval)) return 'right'
    return writes.some((write) => isRemoval(write) && write.isOpen) ? 'stale' : 'wrong'
  }

  /** Judges that a read which began at `least` found something, without seeing what. */
  judgeHit(key: string, least: number): Verdict {
    const { writes } = this.#of(key)
    if (writes.slice(least).some((write) => !isRemoval(write))) return 'right'
    return writes.some((write) => !isRemoval(write) && write.isOpen) ? 'stale' : 'wrong'
  }

  /**
   * Judges that a read which began at `least` found this value.
   *
   * @param changedBytes how many of its bytes may have been changed on the way, which no protocol can see.
   */
  judgeValue(key: string, least: number, value: Uint8Array, changedBytes: number): Verdict {
    const version = this.#versionOf(key, value, changedBytes)
    const write = version === undefined ? undefined : this.#of(key).writes[version]
    if (version === undefined || !write || isRemoval(write)) return 'wrong'
    if (version >= least) return 'right'
    return write.isOpen ? 'stale' : 'wrong'
  }

  #versionOf(key: string, value: Uint8Array, changedBytes: number): number | undefined {
    const name = readStoredValue(value)
    if (name) return name.key === key ? name.version : undefined
    if (changedBytes === 0) return undefined
    const version = this.#of(key).writes.findLastIndex(
      ({ length }, candidate) =>
        length === value.length &&
        differences(value, toStoredValue({ key, version: candidate }, length)) <= changedBytes,
    )
    return version === -1 ? undefined : version
  }

  #of(key: string): History {
    let history = this.#histories.get(key)
    if (!history) {
      history = { writes: [{ isOpen: false }], confirmed: 0 }
      this.#histories.set(key, history)
    }
    return history
  }
}

function isRemoval({ length }: Write): boolean {
  return length === undefined
}

/**
 * The least number of a range that differs from this one in at most so many digits; `Infinity` when there is
 * none.
 */
function leastAlike(value: bigint, from: number, to: number, changedBytes: number): number {
  const digits = encoder.encode(String(value))
  for (let candidate = from; candidate <= to; candidate++) {
    const others = encoder.encode(String(candidate))
    if (others.length === digits.length && differences(others, digits) <= changedBytes) return candidate
  }
  return Infinity
}
