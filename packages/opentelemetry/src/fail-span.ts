import { type Span, SpanStatusCode } from '@opentelemetry/api'
import { Attribute } from './attributes/attribute.ts'
import { errorType } from './attributes/error-type.ts'

/**
 * Says on a span that its work has failed.
 *
 * @param error absent: what was thrown is no error.
 * @see https://opentelemetry.io/docs/specs/semconv/general/recording-errors/
 */
export function failSpan(span: Span, error: Error | undefined): void {
  span.setAttribute(Attribute.errorType, errorType(error))
  if (error !== undefined) span.recordException(error)
  span.setStatus({ code: SpanStatusCode.ERROR, ...(error !== undefined && { message: error.message }) })
}
