import type { TransportErrorCode } from '@lmc/transport'
import type { TextCall, TextReply } from './text-call.ts'
import { TextConnection } from './text-connection.ts'
import { ProtocolError, TextReader } from './text-reader.ts'

class WholeLumpReader extends TextReader {
  override next(): TextReply | undefined {
    const reply = super.next()
    if (!reply && this.buffer.length > 0) throw new ProtocolError('half a reply')
    return reply
  }
}

/** Takes the bytes that come together for whole replies. */
export class ReadsWholeLumps extends TextConnection {
  protected override reader = new WholeLumpReader()
}

class SingleReplyReader extends TextReader {
  override next(): TextReply | undefined {
    const reply = super.next()
    if (reply && this.buffer.length > 0) throw new ProtocolError('more than a reply')
    return reply
  }
}

/** Takes the bytes that come together for one reply. */
export class ReadsOneReplyALump extends TextConnection {
  protected override reader = new SingleReplyReader()
}

/** Rejects calls when the server does not read everything at once. */
export class RefusesToWait extends TextConnection {
  override send(call: TextCall): void {
    super.send(call)
    if (this.socket.writableNeedDrain) call.fail('overloaded', 'the server is slow', this.server)
  }
}

/** Misses the end of a connection. */
export class OverhearsTheEnd extends TextConnection {
  protected override onEnd(): void {
    this.socket.removeAllListeners('close')
  }
  protected override onError(): void {
    this.socket.removeAllListeners('close')
  }
}

const heirlooms = new Map<string, TextReader>()

/** Continues to read where the previous connection broke. */
export class InheritsBytes extends TextConnection {
  protected override reader = heirlooms.get(this.server) ?? new TextReader()
  override lose(code: TransportErrorCode, message: string): void {
    heirlooms.set(this.server, this.reader)
    super.lose(code, message)
  }
}

/** Gives each reply to the first waiting call. */
export class MatchesByOrder extends TextConnection {
  protected override match(_reply: TextReply): TextCall {
    const call = this.calls[this.answered]
    if (!call) throw new ProtocolError('nobody waits for the reply')
    return call
  }
}

/** Gives a reply without a call to the next call. */
export class KeepsEarlyReplies extends MatchesByOrder {
  readonly #early: Buffer[] = []
  override send(call: TextCall): void {
    super.send(call)
    for (const bytes of this.#early.splice(0)) this.read(bytes)
  }
  protected override read(bytes: Buffer): void {
    if (this.calls.length > this.answered) super.read(bytes)
    else this.#early.push(bytes)
  }
}

class TrustingReader extends TextReader {
  protected override checkEnd(): void {
    // The byte is not checked.
  }
}

/** Checks neither the line end behind a value nor the opaque. */
export class TrustsLengths extends MatchesByOrder {
  protected override reader = new TrustingReader()
}

class HastyReader extends TextReader {
  /** Takes the bytes that have come for the whole value. */
  nextAtTheEnd(): TextReply | undefined {
    const lineEnd = this.buffer.indexOf('\r\n')
    if (lineEnd === -1 || !this.buffer.toString('latin1').startsWith('VA')) return undefined
    const value = new Uint8Array(this.buffer.subarray(lineEnd + 2))
    return { status: 'VA', flags: new Map(), value, line: '' }
  }
}

/** Takes the bytes that have come for the whole reply when the connection ends. */
export class TakesTheRestForAll extends TextConnection {
  protected override reader = new HastyReader()
  override lose(code: TransportErrorCode, message: string): void {
    const reply = this.reader.nextAtTheEnd()
    const call = this.calls[this.answered]
    if (reply && call && !call.isSettled) {
      call.replies.push(reply)
      this.shift()
      call.resolve()
    }
    super.lose(code, message)
  }
}

class SpendthriftReader extends TextReader {
  #reserved: Buffer | undefined
  protected override lengthOf(word: string | undefined): number {
    const length = Number(word)
    if (!(length < 2 ** 31)) throw new ProtocolError('too long for a buffer')
    this.#reserved = Buffer.alloc(length)
    return this.#reserved.length
  }
}

/** Allocates memory for a value as soon as it is announced. */
export class MakesRoomAtOnce extends TextConnection {
  protected override reader = new SpendthriftReader()
}

/** Takes an unknown line for a miss. */
export class TakesAnythingForMiss extends TextConnection {
  protected override match(reply: TextReply): TextCall {
    const call = this.calls[this.answered]
    if (!call) throw new ProtocolError('nobody waits for the reply')
    if (!call.expected?.includes(reply.status)) Object.assign(reply, { status: 'EN' })
    return call
  }
}
