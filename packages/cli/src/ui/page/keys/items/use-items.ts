import { useEffect, useState } from 'preact/hooks'
import type { ListLine } from '../../../api/list-line.ts'
import { askForLines } from '../../access/ask.ts'
import { type Item, toItems } from './item.ts'
import { ItemsByName } from './items-by-name.ts'
import { listPath } from './list-path.ts'

/** While a list comes, it is shown anew when it has grown so much: to draw it takes a while. */
const GROWTH = 3

/** For the same reason it is shown for so long before, in milliseconds. */
const PAUSE = 400

/** A list of items, as far as it has come. */
interface Items {
  /** By name. */
  readonly items: readonly Item[]
  readonly isReading: boolean
  /** Why the list may be incomplete. */
  readonly gaps: readonly string[]
  readonly failure: string | undefined
}

export interface ItemsList extends Items {
  /** How often the user has asked for the list again. */
  readonly round: number
  readonly readAgain: () => void
  /** Gives an item another lifetime. */
  readonly touch: (memcachedKey: string, expiresAt: number) => void
  /** Leaves out items, by their memcached keys. */
  readonly remove: (memcachedKeys: ReadonlySet<string>) => void
}

const NOTHING: Items = { items: [], isReading: true, gaps: [], failure: undefined }

/** @param list `all`, `unnamed` for keys without a namespace, or `=` and a namespace. */
export function useItems(list: string): ItemsList {
  const [known, setKnown] = useState(NOTHING)
  const [round, setRound] = useState(0)
  useEffect(() => {
    const over = new AbortController()
    setKnown(NOTHING)
    read(list, over.signal, setKnown).catch((error: unknown) => {
      if (!over.signal.aborted)
        setKnown((before) => ({ ...before, isReading: false, failure: (error as Error).message }))
    })
    return () => over.abort()
  }, [list, round])
  return {
    ...known,
    round,
    readAgain: () => setRound((before) => before + 1),
    touch: (memcachedKey, expiresAt) =>
      setKnown((before) => ({
        ...before,
        items: before.items.map((item) =>
          item.memcachedKey === memcachedKey ? { ...item, expiresAt } : item,
        ),
      })),
    remove: (keys) =>
      setKnown((before) => ({
        ...before,
        items: before.items.filter(({ memcachedKey }) => !keys.has(memcachedKey)),
      })),
  }
}

async function read(list: string, signal: AbortSignal, show: (items: Items) => void): Promise<void> {
  const items = new ItemsByName()
  let gaps: readonly string[] | undefined
  let shown = 0
  let nextAt = 0
  for await (const line of askForLines<ListLine>(listPath(list), signal)) {
    if (line.items !== undefined) items.add(toItems(line.items, Date.now()))
    gaps = line.gaps ?? gaps
    const now = performance.now()
    if (items.length === 0 || items.length < GROWTH * shown || now < nextAt) continue
    show({ items: items.all(), isReading: true, gaps: [], failure: undefined })
    shown = items.length
    nextAt = now + PAUSE
  }
  // The last line has the gaps, also when there are none.
  if (gaps === undefined) throw new Error('The list broke off before its end. Reload it.')
  show({ items: items.all(), isReading: false, gaps, failure: undefined })
}
