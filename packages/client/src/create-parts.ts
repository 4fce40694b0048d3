import { memcachedKey, type PlainKey } from '@lmc/keys'
import { KeyTracker } from '@lmc/tracker'
import { forwardTo } from '@lmc/transport'
import { Calls } from './calls/calls.ts'
import type { Counters } from './calls/counters.ts'
import { FailureReporter } from './calls/failure-reporter.ts'
import { GuardedTransport } from './guard/guarded-transport.ts'
import { inOrder } from './guard/in-order.ts'
import { LostInvalidationsError } from './guard/lost-invalidations-error.ts'
import { WriteOrder } from './guard/write-order.ts'
import { KeySpace } from './keys/key-space.ts'
import { KeyLister } from './namespaces/key-lister.ts'
import { NamespaceDropper } from './namespaces/namespace-dropper.ts'
import type { ResolvedOptions } from './options/client-options.ts'
import { DependencyGenerations } from './values/dependency-generations.ts'
import { ValueDropper } from './values/value-dropper.ts'
import { ValueReader } from './values/value-reader.ts'
import { ValueWriter } from './values/value-writer.ts'

/** What a client is made of. */
export interface ClientParts {
  readonly calls: Calls
  readonly guarded: GuardedTransport
  readonly keySpace: KeySpace
  readonly writer: ValueWriter
  readonly reader: ValueReader
  readonly dropper: ValueDropper
  readonly lister: KeyLister
  /** Absent: keys are not tracked. */
  readonly namespaces: NamespaceDropper | undefined
}

/** Makes the parts of a client and puts them together: the order of the layers is here and nowhere else. */
export function createParts(options: ResolvedOptions, counters: Counters): ClientParts {
  const { transport, codec, defaultLifetime, defaultNamespace, rememberedInvalidations: limit } = options
  const reporter = new FailureReporter(options.onFailure, counters)
  const onLost = (...lost: ConstructorParameters<typeof LostInvalidationsError>): void =>
    reporter.report({ operation: 'invalidate', error: new LostInvalidationsError(...lost) })
  const calls = new Calls({
    policy: options.failures,
    traceKeys: options.traceKeys,
    reporter,
    counters,
    transport,
  })

  const owned = options.ownsTransport ? transport : forwardTo(transport, { close: async () => {} })
  const guarded = new GuardedTransport(owned, { limit, onLost })
  const order = new WriteOrder()
  const ordered = inOrder(guarded, order)

  const keySpace = new KeySpace(defaultNamespace)
  const generations = new DependencyGenerations(guarded, keySpace)
  const tracker = options.trackKeys
    ? new KeyTracker<PlainKey>({
        transport: guarded,
        memcachedKey,
        onSkipped: (error) => reporter.report({ operation: 'keys', error }),
      })
    : undefined
  const namespaces =
    tracker &&
    new NamespaceDropper({
      tracker,
      guarded,
      limit,
      onLost: (names, why) => onLost('namespaces', names, why),
    })

  const shared = { calls, ordered, transport: guarded, order, keySpace, generations, codec, defaultLifetime }
  return {
    calls,
    guarded,
    keySpace,
    writer: new ValueWriter({ ...shared, tracker }),
    reader: new ValueReader({ ...shared, transport: ordered, namespaces }),
    dropper: new ValueDropper({ ...shared, guarded }),
    lister: new KeyLister({ calls, keySpace, tracker, namespaces }),
    namespaces,
  }
}
