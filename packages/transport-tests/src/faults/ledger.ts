import { differences, readStoredValue, toStoredValue } from './stored-value.ts'

const encoder = new TextEncoder()

/** A judgement of an answer. `stale`: a write whose outcome is unknown may have reached the server late. */
export type Verdict = 'right' | 'stale' | 'wrong'

interface Write {
  /** The length of the value in bytes. Absent: the write is a removal. */
  readonly length?: number
  /** Whether the outcome is unknown: the server may have carried out the write, or may do so later. */
  isOpen: boolean
}

interface History {
  /** The writes by version. The first one stands for the beginning, when the key held nothing. */
  readonly writes: Write[]
  /** The latest version that the server has confirmed. */
  confirmed: number
}

interface Count {
  /** How many increments have begun. */
  begun: number
  /** The greatest answer so far. */
  confirmed: number
}

/**
 * Knows what has been written under each key, and so what a read may return. It is right for the writes of
 * one transport, which are carried out in the order of the calls.
 */
export class Ledger {
  readonly #histories = new Map<string, History>()
  readonly #counts = new Map<string, Count>()
  /** Whether the server may be losing its items now. Then every miss is right. */
  isLosing = false

  /**
   * Notes the begin of a write of so many bytes, or of a removal when no length is given. Returns its
   * version.
   */
  begin(key: string, length?: number): number {
    const { writes } = this.#of(key)
    return writes.push({ ...(length !== undefined && { length }), isOpen: false }) - 1
  }

  /** Notes that the server has carried out the write. */
  confirm(key: string, version: number): void {
    const history = this.#of(key)
    history.confirmed = Math.max(history.confirmed, version)
  }

  /** Notes that the outcome of the write is unknown. */
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

  /** Notes the begin of an increment by 1. Returns the number that the new value must exceed. */
  beginCount(key: string): number {
    const count = this.#counts.get(key) ?? { begun: 0, confirmed: 0 }
    this.#counts.set(key, count)
    count.begun++
    return count.confirmed
  }

  /**
   * Judges the answer of an increment which began at `least`. A counter begins with 1.
   *
   * @param changedBytes how many digits may have changed on the way. No protocol can see such a change.
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

  /** The oldest version that a read which begins now may return. */
  least(key: string): number {
    return this.#of(key).confirmed
  }

  /** Judges a miss of a read which began at `least`. */
  judgeMiss(key: string, least: number): Verdict {
    const { writes } = this.#of(key)
    if (this.isLosing || writes.slice(least).some(isRemoval)) return 'right'
    return writes.some((write) => isRemoval(write) && write.isOpen) ? 'stale' : 'wrong'
  }

  /** Judges a hit without a value, of a read which began at `least`. */
  judgeHit(key: string, least: number): Verdict {
    const { writes } = this.#of(key)
    if (writes.slice(least).some((write) => !isRemoval(write))) return 'right'
    return writes.some((write) => !isRemoval(write) && write.isOpen) ? 'stale' : 'wrong'
  }

  /**
   * Judges the value of a read which began at `least`.
   *
   * @param changedBytes how many bytes may have changed on the way. No protocol can see such a change.
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
 * The least number of a range that differs from `value` in at most so many digits. `Infinity`: there is none.
 */
function leastAlike(value: bigint, from: number, to: number, changedBytes: number): number {
  const digits = encoder.encode(String(value))
  for (let candidate = from; candidate <= to; candidate++) {
    const others = encoder.encode(String(candidate))
    if (others.length === digits.length && differences(others, digits) <= changedBytes) return candidate
  }
  return Infinity
}
