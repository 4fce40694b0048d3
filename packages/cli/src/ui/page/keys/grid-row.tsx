import { bytes, counted } from '../../../output/figures.ts'
import { lifeLeft } from './life-left.ts'
import type { Row } from './row.ts'

interface GridRowProps {
  readonly domId: string
  readonly index: number
  readonly row: Row
  readonly isTree: boolean
  /** Whether the namespaces of items are shown. */
  readonly hasNamespaces: boolean
  /** Whether the keyboard is at this row. */
  readonly isActive: boolean
  /** Whether its item is shown beside the list. */
  readonly isShown: boolean
  /** In pixels. */
  readonly height: number
  /** In milliseconds since 1970. */
  readonly now: number
  readonly onClick: () => void
  /** Absent: nothing can be dropped. */
  readonly onDrop: ((row: Row) => void) | undefined
}

/** The row of an item or of a node. */
export function GridRow(props: GridRowProps) {
  const { domId, index, row, isTree, hasNamespaces, isActive, isShown, height, now } = props
  const { onClick, onDrop } = props
  const { size, expiresAt } = row.kind === 'item' ? row.item : row
  const [kind, drop] = row.kind === 'item' ? ['leaf', 'Delete'] : ['node', 'Drop']
  return (
    <div
      id={domId}
      role="row"
      class={`row ${kind} ${isActive ? 'active' : ''} ${isShown ? 'shown' : ''}`}
      style={{ height: `${height}px`, '--depth': row.depth }}
      aria-rowindex={index + 1}
      aria-selected={isShown}
      {...(isTree && { 'aria-level': row.depth + 1 })}
      {...(row.kind === 'node' && { 'aria-expanded': row.isOpen })}
      onClick={onClick}
    >
      <span role="gridcell" class="name">
        {row.kind === 'node' ? (
          <>
            <span class="arrow" aria-hidden="true" />
            <span class="text">{row.name === '' ? '""' : row.name}</span>
            {row.isNamespace && <span class="tag">namespace</span>}
            <span class="quiet count">{counted(row.items, 'item')}</span>
          </>
        ) : (
          <>
            <span class="text" title={row.item.name}>
              {row.item.name}
            </span>
            {hasNamespaces && typeof row.item.namespace === 'string' && (
              <span class="tag">{row.item.namespace}</span>
            )}
          </>
        )}
      </span>
      <span role="gridcell" class="figure">
        {bytes(size)}
      </span>
      <span role="gridcell" class="figure life">
        {row.kind === 'node' && expiresAt !== Infinity && 'from '}
        {lifeLeft(expiresAt, now)}
      </span>
      {onDrop !== undefined && (
        <span role="gridcell" class="act">
          <button
            type="button"
            class="small"
            tabIndex={-1}
            aria-label={`${drop} ${row.kind === 'item' ? row.item.name : row.name}`}
            onClick={(event) => {
              event.stopPropagation()
              onDrop(row)
            }}
          >
            {drop}…
          </button>
        </span>
      )}
    </div>
  )
}
