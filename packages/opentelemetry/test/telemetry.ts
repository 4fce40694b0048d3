import { context, metrics, type Span, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'

/** One point of a metric. */
interface Point<T> {
  readonly attributes: DataPoint<T>['attributes']
  readonly value: T
}

/** OpenTelemetry's SDK, with all that was exported in memory. */
export class Telemetry {
  readonly #spans = new InMemorySpanExporter()
  readonly #metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  readonly tracerProvider: BasicTracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(this.#spans)],
  })
  readonly meterProvider: MeterProvider = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({ exporter: this.#metrics, exportIntervalMillis: 3_600_000 }),
    ],
  })

  /** Makes these providers, and a context manager, the ones that the API knows. */
  register(): void {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    trace.setGlobalTracerProvider(this.tracerProvider)
    metrics.setGlobalMeterProvider(this.meterProvider)
  }

  /** The spans that have ended, in the order of their ends. */
  get spans(): readonly ReadableSpan[] {
    return this.#spans.getFinishedSpans()
  }

  /** The one span of this name. */
  span(name: string): ReadableSpan {
    const [span, ...others] = this.spans.filter((one) => one.name === name)
    if (span === undefined || others.length > 0)
      throw new Error(`Expected one span "${name}" among ${this.spans.map((one) => one.name).join(', ')}`)
    return span
  }

  /** Runs something as the caller of the cache does: with an active span. */
  async inSpan<T>(run: (span: Span) => Promise<T>): Promise<T> {
    return this.tracerProvider.getTracer('test').startActiveSpan('caller', async (span) => {
      try {
        return await run(span)
      } finally {
        span.end()
      }
    })
  }

  /** What a metric holds by now. */
  async points<T = number>(name: string): Promise<readonly Point<T>[]> {
    await this.meterProvider.forceFlush()
    const [latest] = this.#metrics.getMetrics().slice(-1)
    const found = latest?.scopeMetrics
      .flatMap(({ metrics: all }) => all)
      .find(({ descriptor }) => descriptor.name === name)
    return (found?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value: value as T }))
  }

  /** Of a histogram: how many values it was given, by their attributes. */
  async counts(name: string): Promise<readonly [attributes: object, count: number][]> {
    const points = await this.points<Histogram>(name)
    return points.map(({ attributes, value }) => [attributes, value.count])
  }

  async close(): Promise<void> {
    context.disable()
    trace.disable()
    metrics.disable()
    await this.tracerProvider.shutdown()
    await this.meterProvider.shutdown()
  }
}
