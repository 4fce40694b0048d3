import { type CallOptions, type FlushOptions, type Item, TransportError } from '@lmc/transport'
import type { TextCall, TextReply } from './text-call.ts'
import type { TextConnection } from './text-connection.ts'
import { TextTransport } from './text-transport.ts'

/** Takes a refused flush for a success. */
export class TakesRefusalForDone extends TextTransport {
  protected override async command(server: string, name: string, line: string): Promise<void> {
    await this.call(server, name, line)
  }
}

/** Retries a failed flush before each call. */
export class FlushesBeforeCalls extends TextTransport {
  #isDue = false
  override async flush(options?: FlushOptions): Promise<void> {
    this.#isDue = true
    await super.flush(options)
    this.#isDue = false
  }
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    if (this.#isDue) await this.flush({ server: this.serverOf(key) })
    return super.get(key, options)
  }
}

/** Connects again as soon as a connection is gone, also without calls. */
export class KnocksForEver extends TextTransport {
  protected override onLost(server: string, connection: TextConnection): void {
    super.onLost(server, connection)
    setTimeout(() => {
      if (!this.isClosed) this.connectionTo(server)
    }, 20)
  }
}

/** Connects anew for each call, without a pause after a failure. */
export class NeverPauses extends TextTransport {
  protected override assertNoPause(): void {
    // No pause.
  }
}

/** Applies the bound for several calls to a single call. */
export class RefusesAHugeCall extends TextTransport {
  protected override watch(server: string, call: TextCall): Promise<TextReply[]> {
    if (call.bytes.length < 64 * 2 ** 20) return super.watch(server, call)
    return Promise.reject(new TransportError('overloaded', 'too much is in flight', { server }))
  }
}
