import { useEffect, useRef, useState } from 'preact/hooks'
import { useMedia } from '../parts/use-media.ts'
import { useNow } from '../parts/use-now.ts'
import { VirtualRows } from '../parts/virtual-rows.tsx'
import { GridRow } from './grid-row.tsx'
import type { NodeRow, Row, RowList } from './row.ts'

interface RowsGridProps {
  readonly rows: RowList
  readonly isTree: boolean
  /** Whether the namespaces of items are shown. */
  readonly hasNamespaces: boolean
  /** The id of the row that is shown beside the list. */
  readonly shown: string | undefined
  readonly onOpen: (row: Row) => void
  /** Opens or closes a node. */
  readonly onToggle: (row: NodeRow, isOpen: boolean) => void
  /** Absent: nothing can be dropped. */
  readonly onDrop: ((row: Row) => void) | undefined
}

/** Items as rows that one goes through by the arrow keys. */
export function RowsGrid({ rows, isTree, hasNamespaces, shown, onOpen, onToggle, onDrop }: RowsGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [activeId, setActiveId] = useState<string | undefined>()
  const isNarrow = useMedia('(max-width: 640px)')
  const rowHeight = isNarrow ? 56 : 34
  const now = useNow()
  const found = activeId === undefined ? -1 : rows.findIndex(({ id }) => id === activeId)
  const active = found === -1 ? 0 : found

  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    setActiveId(rows.at(next)?.id)
    const element = scroller.current
    if (element === null) return
    const top = next * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows.at(active)
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(active + 1),
      ArrowUp: () => goTo(active - 1),
      PageDown: () => goTo(active + page),
      PageUp: () => goTo(active - page),
      Home: () => goTo(0),
      End: () => goTo(rows.length - 1),
      Enter: () => onOpen(row),
      ' ': () => onOpen(row),
      ArrowRight: () => {
        if (row.kind === 'node' && !row.isOpen) onToggle(row, true)
        else goTo(active + 1)
      },
      ArrowLeft: () => {
        if (row.kind === 'node' && row.isOpen) onToggle(row, false)
        else goTo(nodeAbove(rows, active))
      },
      Delete: () => onDrop?.(row),
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    step()
  }
  // Another list begins at its top.
  const first = rows.at(0)?.id
  useEffect(() => {
    if (scroller.current !== null && found === -1) scroller.current.scrollTop = 0
  }, [first])

  return (
    <VirtualRows
      scroller={scroller}
      count={rows.length}
      rowHeight={rowHeight}
      attributes={{
        class: 'grid',
        id: 'keys',
        role: isTree ? 'treegrid' : 'grid',
        tabIndex: 0,
        'aria-label': 'Keys',
        'aria-rowcount': rows.length,
        ...(rows.length > 0 && { 'aria-activedescendant': rowId(active) }),
        onKeyDown,
      }}
      row={(index) => {
        const row = rows.at(index)
        if (row === undefined) return null
        return (
          <GridRow
            key={row.id}
            domId={rowId(index)}
            index={index}
            row={row}
            isTree={isTree}
            hasNamespaces={hasNamespaces}
            isActive={index === active}
            isShown={row.id === shown}
            height={rowHeight}
            now={now}
            onClick={() => {
              setActiveId(row.id)
              onOpen(row)
            }}
            onDrop={onDrop}
          />
        )
      }}
    />
  )
}

/** Where the node is that a row is below; -1: below none. */
function nodeAbove(rows: RowList, index: number): number {
  const { depth } = rows.at(index) ?? { depth: 0 }
  let above = index - 1
  while (above >= 0 && (rows.at(above)?.depth ?? 0) >= depth) above--
  return above
}

function rowId(index: number): string {
  return `row-${index}`
}
