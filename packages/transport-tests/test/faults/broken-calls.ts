import {
  type CallOptions,
  type IncrementOptions,
  type Item,
  type StoreOptions,
  TransportError,
} from '@lmc/transport'
import { TextCall, type TextReply } from './text-call.ts'
import { TextConnection } from './text-connection.ts'
import { MatchesByOrder } from './broken-connections.ts'
import { TextTransport } from './text-transport.ts'

/** How long the calls of a broken transport take, in milliseconds. */
export const SOON = 300

export class ConnectsForEachCall extends TextTransport {
  protected override connectionTo(server: string): TextConnection {
    return this.connect(server, () => undefined)
  }
}

export class SaysMissWhenBusy extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.pending.size > 10_000 ? undefined : super.get(key, options)
  }
}

export class SaysMissWhenDown extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key, options).catch(() => undefined)
  }
}

export class NeverConnectsAgain extends TextTransport {
  #isLost = false
  protected override assertRoom(command: string): void {
    if (this.#isLost) throw new TransportError('connection', 'it was lost once', { command })
  }
  protected override connect(server: string, onLost: () => void): TextConnection {
    return new TextConnection(server, () => {
      this.#isLost = true
      onLost()
    })
  }
}

export class KeepsWhatTheOthersGave extends TextTransport {
  override async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const items = await Promise.all(keys.map(async (key) => [key, await this.get(key, options)] as const))
    return new Map(items.flatMap(([key, item]) => (item ? [[key, item] as const] : [])))
  }
}

export class NeverTimesOut extends TextTransport {
  protected override arm(): void {
    // No timer, no timeout.
  }
}

export class StartsItsTimerAnew extends TextTransport {
  #timer: NodeJS.Timeout | undefined
  protected override arm(server: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.connections.get(server)?.lose('timeout', 'silence'), this.timeout)
  }
}

/** Gives a late reply to the next call. */
export class ForgetsWhatIsLate extends TextTransport {
  protected override connect(server: string, onLost: () => void): TextConnection {
    return new (class extends MatchesByOrder {
      protected override match(reply: TextReply): TextCall {
        while (this.calls[this.answered]?.isSettled) this.shift()
        return super.match(reply)
      }
    })(server, onLost)
  }
  protected override arm(server: string, call: TextCall): void {
    call.timer = setTimeout(() => call.fail('timeout', 'no answer', server), this.timeout)
  }
}

export class SaysMissWhenLate extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key, options).catch((error: TransportError) => {
      if (error.code === 'timeout') return undefined
      throw error
    })
  }
}

export class CountsAgain extends TextTransport {
  override async increment(
    key: string,
    delta: bigint | number,
    options?: IncrementOptions,
  ): Promise<bigint | undefined> {
    try {
      return await super.increment(key, delta, options)
    } catch {
      return super.increment(key, delta, options)
    }
  }
}

export class ClosesAtOnce extends TextTransport {
  override close(): Promise<void> {
    this.isClosed = true
    setTimeout(() => void super.close(), SOON)
    return Promise.resolve()
  }
}

export class ServesAfterClose extends TextTransport {
  protected override assertOpen(): void {
    // Never closes.
  }
}

export class ChecksKeysLate extends TextTransport {
  override async get(key: string): Promise<Item | undefined> {
    const [server = ''] = this.servers
    this.connectionTo(server).send(new TextCall('get', Buffer.from(`mg ${key} v\r\n`), '', ['VA']))
    return super.get(key)
  }
}

export class KeysWithoutCase extends TextTransport {
  override async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return super.set(key.toLowerCase(), value, options)
  }
}
