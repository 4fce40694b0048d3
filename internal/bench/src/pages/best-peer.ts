import type { Outcome } from '../measuring/compare.ts'
import type { Figures } from '../measuring/figures.ts'
import type { Suite } from '../suites/suite.ts'

/** The peer with the most calls a second; `undefined` when no peer has figures. */
export function bestPeer(
  { peers }: Suite,
  { figures }: Outcome,
): { readonly name: string; readonly figures: Figures } | undefined {
  return peers
    .flatMap(({ name }) => {
      const own = figures.get(name)
      return own ? [{ name, figures: own }] : []
    })
    .toSorted((a, b) => b.figures.callsPerSecond - a.figures.callsPerSecond)[0]
}
