import { useEffect, useRef, useState } from 'preact/hooks'
import { bytes, count, duration } from '../../../output/figures.ts'
import type { ItemView } from '../../api/item-view.ts'
import { ask } from '../access/ask.ts'
import type { Item } from '../keys/items/item.ts'
import { lifeLeft } from '../keys/life-left.ts'
import { FailureLine } from '../parts/failure-line.tsx'
import { useNow } from '../parts/use-now.ts'
import { TouchForm } from './touch-form.tsx'
import { ValueView } from './value-view.tsx'

interface ItemPanelProps {
  readonly memcachedKey: string
  /** What the list says of it; absent: the list does not have it. */
  readonly known: Item | undefined
  /** The item is read again when this changes. */
  readonly round: number
  readonly onClose: () => void
  /** Absent: it cannot be deleted. */
  readonly onDelete: (() => void) | undefined
  /**
   * Is told that it has another lifetime, and when it expires, in milliseconds since 1970. Absent: it cannot
   * have one.
   */
  readonly onTouched: ((notice: string, expiresAt: number) => void) | undefined
}

/** An item, and when it expires, in milliseconds since 1970. `Infinity`: it lives for ever. */
interface ReadItem extends ItemView {
  readonly expiresAt: number
}

/** An item: what it is, its value, and what one can do with it. */
export function ItemPanel({ memcachedKey, known, round, ...acts }: ItemPanelProps) {
  const { onClose, onDelete, onTouched } = acts
  const head = useRef<HTMLHeadingElement>(null)
  const [item, setItem] = useState<ReadItem | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  const read = async (): Promise<ReadItem | undefined> => {
    try {
      const view = await ask<ItemView>(`item?${new URLSearchParams({ key: memcachedKey }).toString()}`)
      const { lifetimeLeft } = view
      const expiresAt = lifetimeLeft === 0 ? Infinity : Date.now() + lifetimeLeft * 1000
      setItem({ ...view, expiresAt })
      setFailure(undefined)
      return { ...view, expiresAt }
    } catch (error) {
      setItem(undefined)
      setFailure((error as Error).message)
      return undefined
    }
  }
  useEffect(() => head.current?.focus(), [])
  useEffect(() => void read(), [round])
  const name = known?.name ?? memcachedKey
  return (
    <section
      class="panel"
      aria-labelledby="item-name"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div class="title">
        <h2 id="item-name" class="mono" ref={head} tabIndex={-1}>
          {name}
        </h2>
        {onDelete !== undefined && item !== undefined && (
          <button type="button" class="danger" onClick={onDelete}>
            Delete…
          </button>
        )}
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <FailureLine failure={failure} />
      {item === undefined && failure === undefined && <p class="quiet empty">Reading…</p>}
      {item !== undefined && (
        <>
          <Facts item={item} known={known} />
          {onTouched !== undefined && (
            <TouchForm
              memcachedKey={memcachedKey}
              onTouched={async (lifetime) => {
                const touched = await read()
                if (touched !== undefined)
                  onTouched(`${name} has the lifetime ${lifetime} now.`, touched.expiresAt)
              }}
            />
          )}
          <ValueView item={item} />
        </>
      )}
    </section>
  )
}

interface FactsProps {
  readonly item: ReadItem
  readonly known: Item | undefined
}

function Facts({ item, known }: FactsProps) {
  const { flags, flagNames, valueSize, expiresAt, idle, wasRead, server, memcachedKey } = item
  const now = useNow()
  const size = valueSize < 1024 ? bytes(valueSize) : `${bytes(valueSize)}, ${count(valueSize)} bytes`
  const used = idle === 0 ? 'within a second' : duration(idle)
  const facts: Readonly<Record<string, string>> = {
    'Size of the value': size,
    'Lifetime left': lifeLeft(expiresAt, now),
    Flags: `${flags}: ${flagNames.join(', ')}`,
    'Last used': `${used} before this look${wasRead ? '' : ', never read'}`,
    Server: server,
    ...(typeof known?.namespace === 'string' && { Namespace: known.namespace }),
    ...(known !== undefined && known.name !== memcachedKey && { 'Memcached key': memcachedKey }),
  }
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  )
}
