import type { CallTrace } from '@lmc/client'
import { type Attributes, context, type Span, SpanKind, trace, type Tracer } from '@opentelemetry/api'
import { Attribute } from './attributes/attribute.ts'
import type { CallAttributes } from './attributes/call-attributes.ts'
import { keyTexts } from './attributes/key-texts.ts'
import { failSpan } from './fail-span.ts'

/** Which spans there are, and what they have. */
export interface SpanOptions {
  /** Whether spans have the cache keys. */
  readonly keys: boolean
  readonly requireParentSpan: boolean
}

const counts = ['hits', 'misses', 'stale', 'loads', 'stored', 'invalidated', 'failures'] as const

/**
 * Starts the span of a call, a child of the caller's active span. The span is the active one in whatever the
 * call does. `undefined`: the call gets no span.
 */
export function startSpan(
  tracer: Tracer,
  call: CallTrace,
  { common, own, spanName }: CallAttributes,
  { keys, requireParentSpan }: SpanOptions,
): Span | undefined {
  const parent = context.active()
  if (requireParentSpan && trace.getSpan(parent) === undefined) return undefined
  const kind = call.operation === 'load' ? SpanKind.INTERNAL : SpanKind.CLIENT
  const span = tracer.startSpan(spanName, { kind, attributes: { ...common, ...own } }, parent)
  if (keys && call.cacheKeys !== undefined && span.isRecording())
    span.setAttribute(Attribute.keys, keyTexts(call.cacheKeys))
  const active = trace.setSpan(parent, span)
  call.runIn((run) => context.with(active, run))
  return span
}

/**
 * Ends the span of a call.
 *
 * @param failed the attributes of the failure; absent: the call has not failed.
 */
export function endSpan(span: Span, call: CallTrace, failed: Attributes | undefined): void {
  for (const count of counts) if (call[count] > 0) span.setAttribute(Attribute[count], call[count])
  if (failed !== undefined) {
    span.setAttributes(failed)
    failSpan(span, call.error)
  }
  span.end()
}
