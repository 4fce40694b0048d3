import { type CasItem, clock, isTransportError, type Milliseconds, type Transport } from '@lmc/transport'
import { inBackground } from '../in-background.ts'
import { decodeText, encodeText, newStamp } from '../lines/line-format.ts'
import { OwnItems } from './own-items.ts'

/** How often items are looked at while this process appends lines. */
const SHORTEST_PAUSE: Milliseconds = 1000

/** How often at least. Each pause in which nothing was appended is twice the one before. */
const LONGEST_PAUSE: Milliseconds = 60_000

/** Where an item has more characters of stamps, one new stamp takes their place. */
const MOST_STAMPS = 1000

const NOTHING = new Uint8Array(0)

/** What became of bytes that were appended to an item on top, which was created where it was missing. */
interface Appended {
  readonly isCreated: boolean
  readonly isAppended: boolean
  /** The stamps of the item. `undefined`: none were beside it. */
  readonly stamps: string | undefined
}

/**
 * Keeps the items of the list in memcached, which evicts them like any others. It touches the items that this
 * process has appended to, so that memcached takes others first. And it appends lines again whose item is
 * gone.
 *
 * An item stays when all its lines have left it. So one that is gone was evicted. Another process may have
 * created it anew since. So whoever creates an item adds its stamp to a second item. Where that holds unknown
 * stamps, lines of this process may be gone.
 */
export class LineKeeper {
  readonly #transport: Transport
  readonly #now: () => Milliseconds
  #items = new OwnItems()
  #pause: Milliseconds = SHORTEST_PAUSE
  #timer: ReturnType<typeof clock.setTimeout> | undefined
  #isClosed = false

  constructor(transport: Transport, now: () => Milliseconds) {
    this.#transport = transport
    this.#now = now
  }

  /**
   * Appends bytes to an item on top, in one batch with what creates the item where it is missing. Where the
   * item was known and is another one now, all lines that are remembered follow.
   */
  async createAndAppend(
    item: string,
    bytes: Uint8Array,
  ): Promise<readonly [isCreated: boolean, isAppended: boolean]> {
    const known = this.#items.get(item)
    const before = known?.stamps
    const hasMore = known !== undefined && known.byteLength > bytes.byteLength
    const { isCreated, isAppended, stamps } = await this.#createAndAppend(item, bytes)
    if (hasMore && stamps !== before) await this.#transport.append(item, known.lines())
    return [isCreated, isAppended]
  }

  /** Creates an item on top, with the lines that are remembered. Resolves to `false` where there was one. */
  async create(item: string): Promise<boolean> {
    const stamp = await this.#create(item)
    const known = this.#items.get(item)
    if (stamp === undefined || known === undefined) return stamp !== undefined
    await this.#transport.append(item, known.lines())
    known.stamps = stamp
    return true
  }

  /** Remembers what is being appended to an item on top. */
  appended(item: string, bytes: Uint8Array): void {
    this.#items.appended(item, bytes)
    if (this.#timer !== undefined && this.#pause === SHORTEST_PAUSE) return
    clock.clearTimeout(this.#timer)
    this.#pause = SHORTEST_PAUSE
    this.#keepLater()
  }

  /** Says that this process has appended to an item below. */
  appendedBelow(item: string): void {
    this.#items.appendedBelow(item)
  }

  /** Reads an item, with its version. */
  async gets(item: string): Promise<CasItem | undefined> {
    const before = this.#items.get(item)?.appended ?? 0
    const content = await this.#transport.gets(item)
    if (content !== undefined) this.#items.saw(item, content, before, this.#now())
    return content
  }

  /** Puts bytes in the place of what an item held, unless something was appended meanwhile. */
  async replace(item: string, content: CasItem, bytes: Uint8Array): Promise<boolean> {
    const isReplaced = await this.#transport.compareAndSet(item, bytes, content.cas)
    if (isReplaced) this.#items.replaced(item, content, bytes)
    return isReplaced
  }

  /** Forgets all items, and their lines. */
  forget(): void {
    this.#items = new OwnItems()
  }

  /** Looks at the items whose turn it is. Resolves to whether the lines of any were gone. */
  async keep(): Promise<boolean> {
    const below = this.#items.dueBelow().map((item) => this.#transport.touch(item, 0).then(() => true))
    const onTop = this.#items.dueOnTop().map((item) => this.#keepOnTop(item))
    // What fails now is done the next time.
    const kept = await Promise.all([...onTop, ...below].map((one) => one.catch(throwUnlessTransportError)))
    return kept.includes(false)
  }

  /** Looks once more, and not again. */
  async close(): Promise<void> {
    this.#isClosed = true
    clock.clearTimeout(this.#timer)
    await this.keep()
  }

  /** Resolves to `false` when the lines of an item were gone. */
  async #keepOnTop(item: string): Promise<boolean> {
    const [isThere, stamps] = await Promise.all([this.#transport.touch(item, 0), this.#readStamps(item)])
    const lines = this.#items.get(item)
    if (isThere && stamps !== undefined && stamps === lines?.stamps) {
      lines.found(this.#now())
      return true
    }
    if (isThere && (stamps === undefined || stamps.length > MOST_STAMPS))
      await this.#transport.set(stampsKey(item), encodeText(newStamp()))
    await this.#createAndAppend(item, lines?.lines() ?? NOTHING)
    return false
  }

  async #createAndAppend(item: string, bytes: Uint8Array): Promise<Appended> {
    const before = this.#items.get(item)?.stamps
    const [beside, stamp, isAppended] = await Promise.all([
      this.#readStamps(item),
      this.#create(item),
      this.#transport.append(item, bytes),
    ])
    const known = this.#items.get(item)
    const stamps = stamp ?? beside
    // Lines of this process that left just before may have created the item. Its stamp is not beside it yet.
    if (known !== undefined && (stamps !== undefined || known.stamps === before)) known.stamps = stamps
    return { isCreated: stamp !== undefined, isAppended, stamps }
  }

  /** Resolves to the stamp of a new item, or to `undefined` where there was one. */
  async #create(item: string): Promise<string | undefined> {
    const stamp = newStamp()
    if (!(await this.#transport.add(item, encodeText(stamp)))) return undefined
    inBackground(this.#addStamp(item, stamp))
    return stamp
  }

  async #addStamp(item: string, stamp: string): Promise<void> {
    const bytes = encodeText(stamp)
    // Behind the others: so that of several processes none takes the item for the one that it has created.
    if (!(await this.#transport.add(stampsKey(item), bytes)))
      await this.#transport.append(stampsKey(item), bytes)
  }

  async #readStamps(item: string): Promise<string | undefined> {
    const read = await this.#transport.get(stampsKey(item))
    return read === undefined ? undefined : decodeText(read.value)
  }

  /** Does not keep the process alive. */
  #keepLater(): void {
    if (this.#isClosed) return
    this.#timer = clock.setTimeout(() => {
      const isIdle = !this.#items.hasGrown
      this.#timer = undefined
      inBackground(
        this.keep().then((wasGone) => {
          if (this.#timer !== undefined) return
          this.#pause = isIdle && !wasGone ? Math.min(2 * this.#pause, LONGEST_PAUSE) : SHORTEST_PAUSE
          this.#keepLater()
        }),
      )
    }, this.#pause)
    this.#timer.unref?.()
  }
}

/** The item that holds the stamps with which another item was created. */
function stampsKey(item: string): string {
  return `${item}:stamps`
}

/** `true`: nothing is known to be gone. */
function throwUnlessTransportError(error: unknown): true {
  if (!isTransportError(error)) throw error
  return true
}
