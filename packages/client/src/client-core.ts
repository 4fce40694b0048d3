import type { Codec } from '@lmc/codec'
import { memcachedKey, type PlainKey } from '@lmc/keys'
import { KeyTracker } from '@lmc/tracker'
import { forwardTo, type Transport } from '@lmc/transport'
import type { Counters } from './calls/counters.ts'
import { FailureReporter } from './calls/failure-reporter.ts'
import { noteAnswers } from './calls/note-answers.ts'
import { GuardedTransport } from './guard/guarded-transport.ts'
import { LEASED } from './header/item-header.ts'
import { inOrder } from './guard/in-order.ts'
import { lend } from './guard/lend.ts'
import { LostInvalidationsError } from './guard/lost-invalidations-error.ts'
import { UpdateTurns } from './guard/update-turns.ts'
import { WriteOrder } from './guard/write-order.ts'
import { Flights } from './loading/flights/flights.ts'
import { NamespaceDropper } from './namespaces/namespace-dropper.ts'
import type { ResolvedOptions } from './options/client-options.ts'

/** What a client and its views share. */
export interface ClientCore {
  readonly counters: Counters
  readonly reporter: FailureReporter
  /** The transport that remembers failed invalidations. */
  readonly guarded: GuardedTransport
  readonly order: WriteOrder
  /** `guarded`, with the commands of a key in the order of the calls. */
  readonly ordered: Transport
  /** Absent: keys are not tracked. */
  readonly tracker: KeyTracker<PlainKey> | undefined
  /** Absent: keys are not tracked. */
  readonly namespaces: NamespaceDropper | undefined
  readonly turns: UpdateTurns
  /** The loads of this process. */
  readonly flights: Flights
  readonly codec: Codec
  readonly traceKeys: boolean
}

/**
 * Makes the parts that a client and its views share. Only this function has the order of the layers above the
 * transport.
 */
export function createCore(options: ResolvedOptions, counters: Counters): ClientCore {
  const { transport, codec, traceKeys, rememberedInvalidations: limit } = options
  const reporter = new FailureReporter(options.onFailure, counters)
  const onLost = (...lost: ConstructorParameters<typeof LostInvalidationsError>): void =>
    reporter.report({ operation: 'invalidate', error: new LostInvalidationsError(...lost) })

  const owned = options.ownsTransport ? transport : lend(transport)
  const flights = new Flights()
  const guarded = new GuardedTransport(noteAnswers(owned, reporter), {
    limit,
    onLost,
    onDrop: (key) => flights.outdate(key),
  })
  const order = new WriteOrder()

  const tracker = options.trackKeys
    ? new KeyTracker<PlainKey>({
        // A lease is not a value: its key is not in the cache yet.
        transport: forwardTo(guarded, {
          hasMany: (keys, call) => guarded.hasMany(keys, { ...call, exceptFlags: LEASED }),
        }),
        // A listed raw key may be any raw key of a call.
        memcachedKey: (key, { namespace, raw }) => memcachedKey(key, { namespace, raw: raw && 'utf8' }),
        onSkipped: (error) => reporter.report({ operation: 'keys', error }),
      })
    : undefined
  const namespaces =
    tracker &&
    new NamespaceDropper({
      tracker,
      guarded,
      limit,
      onDrop: () => flights.outdate(),
      onLost: (names, why) => onLost('namespaces', names, why),
    })
  const ordered = inOrder(guarded, order)
  return {
    counters,
    reporter,
    guarded,
    order,
    ordered,
    tracker,
    namespaces,
    turns: new UpdateTurns(),
    flights,
    codec,
    traceKeys,
  }
}
