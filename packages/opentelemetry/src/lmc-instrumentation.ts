import { CALL_CHANNEL, type CallTrace } from '@lmc/client'
import { COMMAND_CHANNEL, type CommandTrace } from '@lmc/transport'
import { type MeterProvider, metrics, trace, type TracerProvider } from '@opentelemetry/api'
import manifest from '../package.json' with { type: 'json' }
import { CacheMetrics } from './cache-metrics.ts'
import { CallRecorder } from './call-recorder.ts'
import { CommandRecorder } from './command-recorder.ts'
import {
  type LmcInstrumentationConfig,
  type ResolvedConfig,
  resolveConfig,
} from './lmc-instrumentation-config.ts'
import { Subscription } from './subscription.ts'

/**
 * Makes spans and metrics of the calls of all caches in this process, by the database conventions. It is on
 * from the start, and uses the providers that `@opentelemetry/api` knows. It is an `Instrumentation`:
 * `registerInstrumentations` and `NodeSDK` take it, and give it their own providers.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/db/
 */
export class LmcInstrumentation {
  readonly instrumentationName: string = manifest.name
  readonly instrumentationVersion: string = manifest.version
  readonly #calls: Subscription<CallTrace>
  readonly #commands: Subscription<CommandTrace>
  #config: ResolvedConfig
  #isEnabled: boolean
  #tracerProvider: TracerProvider | undefined
  #meterProvider: MeterProvider | undefined
  /** The instruments, and the provider that has made them. */
  #metrics: { readonly provider: MeterProvider; readonly of: CacheMetrics } | undefined

  /** @throws {TypeError} when an option is unknown or of a wrong type. */
  constructor(config: LmcInstrumentationConfig = {}) {
    this.#config = resolveConfig(config)
    this.#isEnabled = this.#config.enabled
    const { instrumentationName: name, instrumentationVersion: version } = this
    const parts = {
      tracer: () => (this.#tracerProvider ?? trace.getTracerProvider()).getTracer(name, version),
      metrics: () => this.#metricsOf(this.#meterProvider ?? metrics.getMeterProvider()),
      spans: () => this.#config,
    }
    this.#calls = new Subscription(CALL_CHANNEL, new CallRecorder(parts))
    this.#commands = new Subscription(COMMAND_CHANNEL, new CommandRecorder(parts))
    this.#subscribe()
  }

  /** Records calls from now on. */
  enable(): void {
    this.#isEnabled = true
    this.#subscribe()
  }

  /** Records nothing any more, also no call that has begun. */
  disable(): void {
    this.#isEnabled = false
    this.#subscribe()
  }

  [Symbol.dispose](): void {
    this.disable()
  }

  /** Sends spans there from now on. */
  setTracerProvider(provider: TracerProvider): void {
    this.#tracerProvider = provider
  }

  /** Sends metrics there from now on. */
  setMeterProvider(provider: MeterProvider): void {
    this.#meterProvider = provider
  }

  /**
   * Replaces the options. `enabled` counts for the constructor only.
   *
   * @throws {TypeError} when an option is unknown or of a wrong type.
   */
  setConfig(config: LmcInstrumentationConfig): void {
    this.#config = resolveConfig(config)
    this.#subscribe()
  }

  /** The options, with the defaults. */
  getConfig(): ResolvedConfig {
    return this.#config
  }

  /** A channel without a subscriber costs nothing, so only what is wanted is subscribed. */
  #subscribe(): void {
    this.#calls.set(this.#isEnabled)
    this.#commands.set(this.#isEnabled && this.#config.commands)
  }

  #metricsOf(provider: MeterProvider): CacheMetrics {
    if (this.#metrics?.provider !== provider) {
      const meter = provider.getMeter(this.instrumentationName, this.instrumentationVersion)
      this.#metrics = { provider, of: new CacheMetrics(meter) }
    }
    return this.#metrics.of
  }
}
