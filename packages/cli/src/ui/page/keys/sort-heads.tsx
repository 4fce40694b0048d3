import type { SetDetails } from '../navigation/use-place.ts'
import { type Order, type Sort, sorts } from './order.ts'

interface SortHeadsProps {
  readonly order: Order
  readonly setDetails: SetDetails
  /** Whether the rows have a button at their end. */
  readonly hasActs: boolean
}

const names: Readonly<Record<Sort, string>> = { name: 'Name', size: 'Size', lifetime: 'Lifetime left' }

/** The heads of the columns, by which rows are sorted. */
export function SortHeads({ order, setDetails, hasActs }: SortHeadsProps) {
  const choose = (sort: Sort): void => {
    const isDescending = order.sort === sort ? !order.isDescending : sort === 'size'
    setDetails({ sort, order: isDescending ? 'descending' : '' })
  }
  return (
    <div class="heads" role="group" aria-label="Sort by">
      {sorts.map((sort) => {
        const name = names[sort]
        const isChosen = sort === order.sort
        const direction = order.isDescending ? 'descending' : 'ascending'
        return (
          <button
            key={sort}
            type="button"
            class={sort}
            aria-pressed={isChosen}
            aria-label={isChosen ? `${name}, ${direction}` : name}
            onClick={() => choose(sort)}
          >
            {name}
            {isChosen && (order.isDescending ? ' ↓' : ' ↑')}
          </button>
        )
      })}
      {hasActs && <span class="act" />}
    </div>
  )
}
