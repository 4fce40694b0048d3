import { performance } from 'node:perf_hooks'
import type { CallTrace } from '@lmc/client'
import { isTransportError } from '@lmc/transport'
import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { Attribute } from './attributes/attribute.ts'
import { callAttributes, loadAttributes } from './attributes/call-attributes.ts'
import { errorType } from './attributes/error-type.ts'
import { serverAttributes } from './attributes/server-attributes.ts'
import type { CacheMetrics } from './cache-metrics.ts'
import { endSpan, startSpan, type SpanOptions } from './call-span.ts'
import type { Recorder } from './subscription.ts'

/** Asked with each call, since an application may set up OpenTelemetry at any time. */
export interface CallRecorderOptions {
  readonly tracer: () => Tracer
  readonly metrics: () => CacheMetrics
  readonly spans: () => SpanOptions
}

/** A call that has begun. */
interface OpenCall {
  readonly startedAt: number
  readonly attributes: Attributes
  readonly span: Span | undefined
  hasFailed: boolean
}

/** Makes spans and metrics of calls. */
export class CallRecorder implements Recorder<CallTrace> {
  readonly #options: CallRecorderOptions
  readonly #open = new WeakMap<CallTrace, OpenCall>()

  constructor(options: CallRecorderOptions) {
    this.#options = options
  }

  start(call: CallTrace): void {
    const attributes = call.operation === 'load' ? loadAttributes(call) : callAttributes(call)
    const { tracer, spans } = this.#options
    const span = startSpan(tracer(), call, attributes, spans())
    const startedAt = performance.now()
    this.#open.set(call, { startedAt, attributes: attributes.common, span, hasFailed: false })
  }

  /** The call has failed: it rejects, or a failure of memcached has made it a miss. */
  error(call: CallTrace): void {
    const open = this.#open.get(call)
    if (open !== undefined) open.hasFailed = true
  }

  end(call: CallTrace): void {
    const open = this.#open.get(call)
    // The call began before the subscription.
    if (open === undefined) return
    this.#open.delete(call)
    const seconds = (performance.now() - open.startedAt) / 1000
    const failed = open.hasFailed ? failedAttributes(call) : undefined
    if (open.span !== undefined) endSpan(open.span, call, failed)
    this.#options.metrics().call(call, { ...open.attributes, ...failed }, seconds)
  }
}

/** The kind of a failure, and the failed server. */
function failedAttributes({ operation, error }: CallTrace): Attributes {
  const isOfServer = operation !== 'load' && isTransportError(error)
  return {
    [Attribute.errorType]: errorType(error),
    ...serverAttributes(isOfServer ? error.server : undefined),
  }
}
