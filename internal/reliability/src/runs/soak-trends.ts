import type { Sample } from '../clients/sample.ts'
import { type Tolerance, type Trend, trendOf } from './trend.ts'

const MEBIBYTE = 1024 ** 2

interface Figure {
  readonly name: string
  readonly read: (sample: Sample) => number
  readonly tolerance: Tolerance
}

const MEMORY: Tolerance = { absolute: MEBIBYTE, relative: 0.02 }
/** A larger tolerance, since the engine keeps compiling. */
const MEMORY_WITH_CODE: Tolerance = { absolute: 2 * MEBIBYTE, relative: 0.05 }
/** A tolerance for figures that come and go with the faults. */
const COMING_AND_GOING: Tolerance = { absolute: 2, relative: 0.1 }
const STEADY: Tolerance = { absolute: 0, relative: 0 }

export const soakFigures: readonly Figure[] = [
  { name: 'bytes of heap after gc', read: ({ heap }) => heap, tolerance: MEMORY_WITH_CODE },
  { name: 'of these, without code', read: ({ objects }) => objects, tolerance: MEMORY },
  { name: 'bytes of buffers after gc', read: ({ external }) => external, tolerance: MEMORY },
  { name: 'active resources', read: ({ resources }) => resources, tolerance: COMING_AND_GOING },
  { name: 'open sockets', read: ({ sockets }) => sockets, tolerance: COMING_AND_GOING },
  { name: 'clients, also closed ones', read: ({ clients }) => clients, tolerance: COMING_AND_GOING },
  { name: 'listeners on process', read: ({ processListeners }) => processListeners, tolerance: STEADY },
  {
    name: 'listeners on a socket, at most',
    read: ({ socketListeners }) => socketListeners,
    tolerance: STEADY,
  },
]

/** The trend of each figure of the samples. */
export function soakTrends(samples: readonly Sample[]): Trend[] {
  return soakFigures.map(({ name, read, tolerance }) => trendOf(name, samples.map(read), tolerance))
}
