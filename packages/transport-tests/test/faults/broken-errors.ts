import { isTransportError, type StoreOptions, TransportError } from '@lmc/transport'
import { type TextCall, type TextReply } from './text-call.ts'
import { TextConnection } from './text-connection.ts'
import { ProtocolError } from './text-reader.ts'
import { TextTransport } from './text-transport.ts'

/** Shows the values of the other servers when the error is printed. */
export class ShowsWhatOthersGave extends TextTransport {
  override async getMany(keys: readonly string[]): ReturnType<TextTransport['getMany']> {
    try {
      return await super.getMany(keys)
    } catch (error) {
      if (error instanceof TransportError) Object.assign(error, { items: error.partial })
      throw error
    }
  }
}

class QuotesRepliesConnection extends TextConnection {
  protected override match(reply: TextReply): TextCall {
    try {
      return super.match(reply)
    } catch {
      throw new ProtocolError(`"${reply.line}" belongs to nobody`)
    }
  }
}

/** Quotes replies that it cannot read. */
export class QuotesReplies extends TextTransport {
  protected override connect(server: string, onLost: () => void): TextConnection {
    return new QuotesRepliesConnection(server, onLost)
  }
}

/** Quotes a value that cannot be stored. */
export class QuotesValues extends TextTransport {
  override async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    try {
      return await super.set(key, value, options)
    } catch (error) {
      if (!isTransportError(error)) throw error
      const start = new TextDecoder().decode(value.subarray(0, 100))
      throw new TransportError(error.code, `${error.message}, so "${start}" is not stored`, { cause: error })
    }
  }
}

/** Says that a call has failed, but not why. */
export class SaysNothing extends TextTransport {
  protected override async ask(...args: Parameters<TextTransport['ask']>): Promise<TextReply> {
    try {
      return await super.ask(...args)
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      const { code, server, command } = error
      throw new TransportError(code, '', { server, command })
    }
  }
}
