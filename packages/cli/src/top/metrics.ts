import { bytes, count, share } from '../output/figures.ts'
import type { Figures } from './figures.ts'

/** A row of `lmc top`. */
export interface Metric {
  readonly name: string
  /** What the sparkline shows. */
  readonly of: (figures: Figures) => number | undefined
  readonly show: (number: number, figures: Figures) => string
  /** The most that it can be, and so the height of the sparkline; absent: the most that it was. */
  readonly most?: (figures: Figures) => number
}

const perSecond = (number: number): string => count(number)
const bytesPerSecond = (number: number): string => `${bytes(Math.round(number))}/s`

/** The rows, from the top down. */
export const metrics: readonly Metric[] = [
  { name: 'hit ratio', of: ({ hitRatio }) => hitRatio, show: (ratio) => share(ratio, 1), most: () => 1 },
  { name: 'gets/s', of: ({ getsPerSecond }) => getsPerSecond, show: perSecond },
  { name: 'sets/s', of: ({ setsPerSecond }) => setsPerSecond, show: perSecond },
  { name: 'deletes/s', of: ({ deletesPerSecond }) => deletesPerSecond, show: perSecond },
  { name: 'touches/s', of: ({ touchesPerSecond }) => touchesPerSecond, show: perSecond },
  { name: 'counts/s', of: ({ countsPerSecond }) => countsPerSecond, show: perSecond },
  { name: 'in', of: ({ bytesInPerSecond }) => bytesInPerSecond, show: bytesPerSecond },
  { name: 'out', of: ({ bytesOutPerSecond }) => bytesOutPerSecond, show: bytesPerSecond },
  {
    name: 'memory',
    of: ({ memory }) => memory,
    show: (memory, { memoryLimit }) => share(memory, memoryLimit),
    most: ({ memoryLimit }) => memoryLimit,
  },
  { name: 'items', of: ({ items }) => items, show: perSecond },
  { name: 'evictions/s', of: ({ evictionsPerSecond }) => evictionsPerSecond, show: perSecond },
  { name: 'connections', of: ({ connections }) => connections, show: perSecond },
  { name: 'CPU', of: ({ cpu }) => cpu, show: (cpu) => share(cpu, 1) },
]
