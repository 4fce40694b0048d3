import type { CommandTrace } from '@lmc/transport'
import { type Attributes, context, type Span, SpanKind, trace, type Tracer } from '@opentelemetry/api'
import { Attribute, MEMCACHED } from './attributes/attribute.ts'
import { MOST_KEYS } from './attributes/key-texts.ts'
import { operationName } from './attributes/operation-name.ts'
import type { SpanOptions } from './call-span.ts'
import { failSpan } from './fail-span.ts'
import type { Recorder } from './subscription.ts'

export interface CommandRecorderOptions {
  readonly tracer: () => Tracer
  readonly spans: () => SpanOptions
}

/** Makes a span of each command to a server. */
export class CommandRecorder implements Recorder<CommandTrace> {
  readonly #options: CommandRecorderOptions
  readonly #spans = new WeakMap<CommandTrace, Span>()

  constructor(options: CommandRecorderOptions) {
    this.#options = options
  }

  start(command: CommandTrace): void {
    const { tracer, spans } = this.#options
    const { keys, requireParentSpan } = spans()
    const parent = context.active()
    if (requireParentSpan && trace.getSpan(parent) === undefined) return
    const { name, batchSize } = operationName(command.operation, command.keys)
    const attributes: Attributes = {
      [Attribute.system]: MEMCACHED,
      [Attribute.operation]: name,
      [Attribute.serverAddress]: command.address,
      ...(command.port !== undefined && { [Attribute.serverPort]: command.port }),
      ...(batchSize !== undefined && { [Attribute.batchSize]: batchSize }),
      ...(keys && command.memcachedKeys && { [Attribute.keys]: command.memcachedKeys.slice(0, MOST_KEYS) }),
    }
    const options = { kind: SpanKind.CLIENT, attributes }
    this.#spans.set(command, tracer().startSpan(`${name} ${command.server}`, options, parent))
  }

  error(command: CommandTrace): void {
    const span = this.#spans.get(command)
    if (span !== undefined) failSpan(span, command.error)
  }

  end(command: CommandTrace): void {
    const span = this.#spans.get(command)
    if (span === undefined) return
    if (command.hits > 0) span.setAttribute(Attribute.hits, command.hits)
    if (command.misses > 0) span.setAttribute(Attribute.misses, command.misses)
    span.end()
  }
}
