import { useEffect, useState } from 'preact/hooks'
import type { ListLine } from '../../api/listed-item.ts'
import { askForLines } from '../access/ask.ts'
import { type Item, toItem } from './item.ts'

/** While a list comes, it is shown anew when it has grown so much: to sort it takes a while. */
const GROWTH = 3

/** A list of items, as far as it has come. */
interface Items {
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
  const items: Item[] = []
  let gaps: readonly string[] | undefined
  let shown = 0
  for await (const line of askForLines<ListLine>(pathOf(list), signal)) {
    const now = Date.now()
    for (const item of line.items ?? []) items.push(toItem(item, now))
    gaps = line.gaps ?? gaps
    if (items.length < GROWTH * shown) continue
    show({ items: [...items], isReading: true, gaps: [], failure: undefined })
    shown = items.length
  }
  // The last line has the gaps, also when there are none.
  if (gaps === undefined) throw new Error('The list broke off before its end. Reload it.')
  show({ items, isReading: false, gaps, failure: undefined })
}

function pathOf(list: string): string {
  if (list === 'unnamed') return 'items?list=namespace'
  if (!list.startsWith('=')) return 'items?list=all'
  return `items?${new URLSearchParams({ list: 'namespace', namespace: list.slice(1) }).toString()}`
}
