import { useEffect, useRef, useState } from 'preact/hooks'
import { bytes, count, duration } from '../../../output/figures.ts'
import type { ItemView } from '../../api/item-view.ts'
import { ask } from '../access/ask.ts'
import type { Item } from '../keys/item.ts'
import { lifeLeft } from '../keys/life-left.ts'
import { useNow } from '../parts/use-now.ts'
import { TouchForm } from './touch-form.tsx'
import { ValueView } from './value-view.tsx'

interface ItemPanelProps {
  readonly memcachedKey: string
  /** What the list says of it; absent: the list does not have it. */
  readonly known: Item | undefined
  readonly onClose: () => void
  /** Absent: it cannot be deleted. */
  readonly onDelete: (() => void) | undefined
  /** Is told that it has another lifetime. Absent: it cannot have one. */
  readonly onTouched: ((notice: string) => void) | undefined
}

/** An item: what it is, its value, and what one can do with it. */
export function ItemPanel({ memcachedKey, known, onClose, onDelete, onTouched }: ItemPanelProps) {
  const head = useRef<HTMLHeadingElement>(null)
  const [item, setItem] = useState<ItemView | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  const [readAt, setReadAt] = useState(0)
  const read = async (): Promise<void> => {
    try {
      setItem(await ask<ItemView>(`item?${new URLSearchParams({ key: memcachedKey }).toString()}`))
      setReadAt(Date.now())
      setFailure(undefined)
    } catch (error) {
      setItem(undefined)
      setFailure((error as Error).message)
    }
  }
  useEffect(() => {
    head.current?.focus()
    void read()
  }, [])
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
      {failure !== undefined && (
        <p class="remark bad" role="alert">
          {failure}
        </p>
      )}
      {item === undefined && failure === undefined && <p class="quiet empty">Reading…</p>}
      {item !== undefined && (
        <>
          <Facts item={item} known={known} readAt={readAt} />
          {onTouched !== undefined && (
            <TouchForm
              memcachedKey={memcachedKey}
              onTouched={async (lifetime) => {
                await read()
                onTouched(`${name} has the lifetime ${lifetime} now.`)
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
  readonly item: ItemView
  readonly known: Item | undefined
  /** In milliseconds since 1970. */
  readonly readAt: number
}

function Facts({ item, known, readAt }: FactsProps) {
  const { flags, flagNames, valueSize, lifetimeLeft, idle, wasRead, server, memcachedKey } = item
  const now = useNow()
  const expiresAt = lifetimeLeft === 0 ? Infinity : readAt + lifetimeLeft * 1000
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
