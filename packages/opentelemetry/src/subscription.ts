import { tracingChannel } from 'node:diagnostics_channel'
import { diag } from '@opentelemetry/api'

/** Records what a tracing channel publishes. */
export interface Recorder<Trace> {
  start(trace: Trace): void
  /** The work has failed, and ends next. */
  error(trace: Trace): void
  end(trace: Trace): void
}

const nothing = (): void => {}

/** Node.js ends the process when a subscriber throws, and a span processor of the application may throw. */
function quietly(hear: () => void): void {
  try {
    hear()
  } catch (error) {
    diag.error('@lmc/opentelemetry could not record a call', error)
  }
}

/** Subscribes a recorder to a tracing channel, or not. */
export class Subscription<Trace> {
  readonly #channel
  readonly #subscriber
  #isOn = false

  constructor(name: string, recorder: Recorder<Trace>) {
    this.#channel = tracingChannel<object>(name)
    this.#subscriber = {
      start: (trace: unknown) => quietly(() => recorder.start(trace as Trace)),
      end: nothing,
      asyncStart: nothing,
      asyncEnd: (trace: unknown) => quietly(() => recorder.end(trace as Trace)),
      error: (trace: unknown) => quietly(() => recorder.error(trace as Trace)),
    }
  }

  set(isOn: boolean): void {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    if (isOn) this.#channel.subscribe(this.#subscriber)
    else this.#channel.unsubscribe(this.#subscriber)
  }
}
