import type { ComponentChildren, HTMLAttributes, RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** So many rows beyond what is in sight are there. */
const SPARE = 10

interface VirtualRowsProps {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly count: number
  /** In pixels; all rows have the same height. */
  readonly rowHeight: number
  readonly row: (index: number) => ComponentChildren
  readonly attributes: HTMLAttributes<HTMLDivElement>
}

/** Rows of which only those in sight are in the document, so that there may be hundreds of thousands. */
export function VirtualRows({ scroller, count, rowHeight, row, attributes }: VirtualRowsProps) {
  const [sight, setSight] = useState({ top: 0, height: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    look()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])
  const first = Math.max(0, Math.floor(sight.top / rowHeight) - SPARE)
  const last = Math.min(count, Math.ceil((sight.top + sight.height) / rowHeight) + SPARE)
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at)
  return (
    <div ref={scroller} {...attributes}>
      <div role="presentation" class="rows" style={{ height: `${count * rowHeight}px` }}>
        <div role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
          {indexes.map(row)}
        </div>
      </div>
    </div>
  )
}
