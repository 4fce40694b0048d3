import type { PlainKey } from '@lmc/keys'
import type { KeyTracker } from '@lmc/tracker'
import type { MetaTransport } from '@lmc/transport-meta'

/** What lists are read from. */
export interface ListSources {
  /** All servers. */
  readonly transport: MetaTransport
  /** Each server alone, so that one that fails does not hide the others. */
  readonly alone: readonly MetaTransport[]
  /** The lists of keys. */
  readonly tracker: KeyTracker<PlainKey>
}
