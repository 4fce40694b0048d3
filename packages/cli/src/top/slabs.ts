import type { ServerStatistics } from '@lmc/client'
import { bytes, count, duration, share } from '../output/figures.ts'
import type { Frame } from './frame.ts'

const HEADS = ['class', 'chunk', 'pages', 'chunks', 'used', 'evicted', 'oldest'] as const
const WIDTH = 11

/** The slab classes of a server as lines, as `stats slabs` and `stats items` tell of them. */
export function slabs(
  slabFigures: ServerStatistics['statistics'],
  itemFigures: ServerStatistics['statistics'],
  { style }: Frame,
): string[] {
  const classes = Object.keys(slabFigures).flatMap((name) => /^(\d+):chunk_size$/.exec(name)?.[1] ?? [])
  const row = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(WIDTH)).join('')
  if (classes.length === 0) return ['', 'The server has no slabs yet.']
  const rows = classes.map((id) => {
    const slab = (name: string): number => Number(slabFigures[`${id}:${name}`] ?? 0)
    const item = (name: string): number => Number(itemFigures[`items:${id}:${name}`] ?? 0)
    return row([
      id,
      bytes(slab('chunk_size')),
      count(slab('total_pages')),
      count(slab('total_chunks')),
      share(slab('used_chunks'), slab('total_chunks')),
      count(item('evicted')),
      duration(item('age')),
    ])
  })
  return [style('bold', row(HEADS)), ...rows]
}
