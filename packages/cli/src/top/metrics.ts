import { bytes, count, share } from '../output/figures.ts'
import type { Figures } from './figures.ts'

/** A row of `lmc top`. */
export interface Metric {
  readonly name: string
  readonly unit: 'share' | 'bytes' | 'count'
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
  {
    name: 'hit ratio',
    unit: 'share',
    of: ({ hitRatio }) => hitRatio,
    show: (ratio) => share(ratio, 1),
    most: () => 1,
  },
  { name: 'gets/s', unit: 'count', of: ({ getsPerSecond }) => getsPerSecond, show: perSecond },
  { name: 'sets/s', unit: 'count', of: ({ setsPerSecond }) => setsPerSecond, show: perSecond },
  { name: 'deletes/s', unit: 'count', of: ({ deletesPerSecond }) => deletesPerSecond, show: perSecond },
  { name: 'touches/s', unit: 'count', of: ({ touchesPerSecond }) => touchesPerSecond, show: perSecond },
  { name: 'counts/s', unit: 'count', of: ({ countsPerSecond }) => countsPerSecond, show: perSecond },
  { name: 'in', unit: 'bytes', of: ({ bytesInPerSecond }) => bytesInPerSecond, show: bytesPerSecond },
  { name: 'out', unit: 'bytes', of: ({ bytesOutPerSecond }) => bytesOutPerSecond, show: bytesPerSecond },
  {
    name: 'memory',
    unit: 'share',
    of: ({ memory }) => memory,
    show: (memory, { memoryLimit }) => share(memory, memoryLimit),
    most: ({ memoryLimit }) => memoryLimit,
  },
  { name: 'items', unit: 'count', of: ({ items }) => items, show: perSecond },
  { name: 'evictions/s', unit: 'count', of: ({ evictionsPerSecond }) => evictionsPerSecond, show: perSecond },
  { name: 'connections', unit: 'count', of: ({ connections }) => connections, show: perSecond },
  { name: 'CPU', unit: 'share', of: ({ cpu }) => cpu, show: (cpu) => share(cpu, 1) },
]
