import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'

/** How many bytes are read ahead. */
const MOST_AHEAD = 64 * 1024

interface Lump {
  bytes: Buffer
  /** On the clock of `performance.now()`. */
  readonly cameAt: Milliseconds
}

/** The bytes that a socket has received and nobody has taken yet, in the lumps in which they came. */
export class Inlet {
  readonly #socket: Socket
  readonly #lumps: Lump[] = []
  readonly #changes = new EventTarget()
  #length = 0
  #mode: 'steady' | 'eager' | 'stalled' = 'steady'
  #hasEnded = false
  #wasReset = false

  /** @param onBytes called with all bytes, as they come. */
  constructor(socket: Socket, onBytes: (bytes: Buffer) => void) {
    this.#socket = socket
    socket.on('data', (bytes: Buffer) => {
      onBytes(bytes)
      this.#lumps.push({ bytes, cameAt: performance.now() })
      this.#length += bytes.length
      this.#regulate()
      this.#changed()
    })
    socket.once('end', () => this.#end())
    // A failed connection looks like a reset to the other side of the proxy.
    socket.on('error', () => (this.#wasReset = true))
    socket.once('close', () => this.#end())
  }

  /** How many bytes can be taken without waiting. */
  get length(): number {
    return this.#length
  }

  /** Whether the sender has ended, and everything has been taken. */
  get isAtEnd(): boolean {
    return this.#hasEnded && this.#length === 0
  }

  /** Whether the sender reset the connection. */
  get wasReset(): boolean {
    return this.#wasReset
  }

  /** `eager` reads everything, `stalled` reads nothing, `steady` reads a little more than is taken. */
  set mode(mode: 'steady' | 'eager' | 'stalled') {
    this.#mode = mode
    this.#regulate()
  }

  /** Waits for the next bytes and resolves to the time when they came; `undefined` at the end. */
  async nextCameAt(signal: AbortSignal): Promise<Milliseconds | undefined> {
    while (this.#length === 0 && !this.#hasEnded) await once(this.#changes, 'change', { signal })
    return this.#lumps[0]?.cameAt
  }

  /** Resolves when so many bytes can be taken, when no more come within `patience`, or at the end. */
  async gather(bytes: number, patience: Milliseconds, signal: AbortSignal): Promise<void> {
    await this.nextCameAt(signal)
    let before = 0
    while (this.#length < bytes && this.#length > before && !this.#hasEnded) {
      before = this.#length
      await sleep(patience, undefined, { signal })
    }
  }

  /** Takes the next lump, at most so many bytes; `undefined` when there are no bytes. */
  take(most: number): Buffer | undefined {
    const lump = this.#lumps[0]
    if (!lump) return undefined
    const bytes = lump.bytes.subarray(0, most)
    lump.bytes = lump.bytes.subarray(bytes.length)
    if (lump.bytes.length === 0) this.#lumps.shift()
    this.#length -= bytes.length
    this.#regulate()
    return bytes
  }

  /** Puts bytes back, to be taken again before all others. */
  putBack(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#lumps.unshift({ bytes, cameAt: performance.now() })
    this.#length += bytes.length
  }

  #end(): void {
    this.#hasEnded = true
    this.#changed()
  }

  #changed(): void {
    this.#changes.dispatchEvent(new Event('change'))
  }

  #regulate(): void {
    if (this.#mode === 'stalled' || (this.#mode === 'steady' && this.#length > MOST_AHEAD))
      this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }
}
