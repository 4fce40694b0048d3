import { useState } from 'preact/hooks'
import { bytes, count, counted } from '../../../output/figures.ts'
import { ItemPanel } from '../item/item-panel.tsx'
import type { SetDetails } from '../navigation/use-place.ts'
import { FailureLine } from '../parts/failure-line.tsx'
import { Question } from '../parts/question.tsx'
import { Remarks } from '../parts/remarks.tsx'
import { dropItems } from './items/drop-items.ts'
import type { Item } from './items/item.ts'
import { KeysBar } from './keys-bar.tsx'
import type { KeysDetails } from './keys-details.ts'
import type { Row } from './row.ts'
import { RowsGrid } from './rows-grid.tsx'
import { SortHeads } from './sort-heads.tsx'
import { useItems } from './items/use-items.ts'
import { useRows } from './use-rows.ts'

interface KeysViewProps {
  readonly details: KeysDetails
  readonly setDetails: SetDetails
  readonly readOnly: boolean
  /** Is told what was done. */
  readonly onDone: (notice: string) => void
}

function focusList(): void {
  document.querySelector<HTMLElement>('#keys')?.focus()
}

/** What is about to be dropped. */
interface Dropping {
  readonly title: string
  readonly memcachedKeys: readonly string[]
}

/** Keys as a table or a tree, and the item that was chosen. */
export function KeysView({ details, setDetails, readOnly, onDone }: KeysViewProps) {
  const { items, isReading, gaps, failure, round, readAgain, touch, remove } = useItems(details.list)
  const { rows, found, toggle, itemsOf } = useRows(items, details)
  const [dropping, setDropping] = useState<Dropping | undefined>()
  const isTree = details.form === 'tree'
  const chosen = details.item === '' ? undefined : details.item
  const known = chosen === undefined ? undefined : items.find(({ memcachedKey }) => memcachedKey === chosen)

  const onOpen = (row: Row): void => {
    if (row.kind === 'node') toggle(row, !row.isOpen)
    else setDetails({ item: row.item.memcachedKey })
  }
  const onDrop = (row: Row): void => {
    const below = itemsOf(row)
    const name = row.kind === 'item' ? row.item.name : nodeName(row, below)
    const title = row.kind === 'item' ? `Delete ${name}?` : `Drop all below ${name}?`
    setDropping({ title, memcachedKeys: below.map(({ memcachedKey }) => memcachedKey) })
  }
  const close = (): void => {
    setDetails({ item: '' })
    focusList()
  }

  return (
    <>
      <div class="title">
        <h1>Keys</h1>
        <p class="quiet" role="status">
          {summary(found, items, isReading)}
        </p>
        <button type="button" onClick={readAgain}>
          Reload
        </button>
      </div>
      <div class={chosen === undefined ? 'keys' : 'keys with-item'}>
        <section class="list" aria-label="List of keys">
          <KeysBar details={details} setDetails={setDetails} isReading={isReading} />
          <FailureLine failure={failure} />
          <Remarks sentences={gaps} />
          <SortHeads order={details.order} setDetails={setDetails} hasActs={!readOnly} />
          <RowsGrid
            rows={rows}
            isTree={isTree}
            hasNamespaces={!isTree && details.list === 'all'}
            shown={chosen}
            onOpen={onOpen}
            onToggle={toggle}
            onDrop={readOnly ? undefined : onDrop}
          />
          {rows.length === 0 && !isReading && (
            <p class="quiet empty">{nothing(details.search, details.list)}</p>
          )}
        </section>
        {chosen !== undefined && (
          <ItemPanel
            key={chosen}
            memcachedKey={chosen}
            known={known}
            round={round}
            onClose={close}
            onDelete={
              readOnly
                ? undefined
                : () => {
                    setDropping({ title: `Delete ${known?.name ?? chosen}?`, memcachedKeys: [chosen] })
                  }
            }
            onTouched={
              readOnly
                ? undefined
                : (notice, expiresAt) => {
                    touch(chosen, expiresAt)
                    onDone(notice)
                  }
            }
          />
        )}
      </div>
      {dropping !== undefined && (
        <Question
          title={dropping.title}
          action={dropping.memcachedKeys.length === 1 ? 'Delete' : 'Drop'}
          onClose={() => {
            setDropping(undefined)
            // The button that has asked is gone, as its item is.
            if (document.activeElement === document.body) focusList()
          }}
          work={async (onProgress) => {
            const dropped = await dropItems(dropping.memcachedKeys, onProgress)
            const gone = new Set(dropping.memcachedKeys)
            remove(gone)
            if (chosen !== undefined && gone.has(chosen)) close()
            onDone(`Dropped ${counted(dropped, 'value')}.`)
          }}
        >
          <p>
            {dropping.memcachedKeys.length === 1
              ? 'The value goes, for every program.'
              : `The values of ${counted(dropping.memcachedKeys.length, 'key')} go, for every program.`}
          </p>
        </Question>
      )}
    </>
  )
}

function nodeName(row: Row & { readonly kind: 'node' }, below: readonly Item[]): string {
  if (row.isNamespace) return `namespace ${row.name}`
  const [prefix = ''] = row.id.split('\n').slice(1)
  const namespace = below[0]?.namespace
  return typeof namespace === 'string' ? `${prefix} of namespace ${namespace}` : prefix
}

function summary(found: readonly Item[], items: readonly Item[], isReading: boolean): string {
  if (isReading) return `Reading… ${count(items.length)}`
  const size = bytes(found.reduce((sum, item) => sum + item.size, 0))
  const of = found.length === items.length ? '' : ` of ${count(items.length)}`
  return `${count(found.length)}${of} ${items.length === 1 ? 'key' : 'keys'}, ${size}`
}

function nothing(search: string, list: string): string {
  if (search !== '') return 'No key matches.'
  return list === 'all' ? 'The servers hold no items.' : 'No listed key of it holds anything.'
}
