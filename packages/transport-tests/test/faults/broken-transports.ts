import type { FaultSubject, OpenOptions } from '../../src/faults/index.ts'
import {
  type CallOptions,
  type IncrementOptions,
  type Item,
  type StoreOptions,
  TransportError,
} from '@lmc/transport'
import {
  InheritsBytes,
  KeepsEarlyReplies,
  MakesRoomAtOnce,
  MatchesByOrder,
  OverhearsTheEnd,
  ReadsOneReplyALump,
  ReadsWholeLumps,
  RefusesToWait,
  TakesAnythingForMiss,
  TakesTheRestForAll,
  TrustsLengths,
} from './broken-connections.ts'
import { QuotesReplies, QuotesValues, SaysNothing, ShowsWhatOthersGave } from './broken-errors.ts'
import {
  FlushesBeforeCalls,
  KnocksForEver,
  NeverPauses,
  RefusesAHugeCall,
  TakesRefusalForDone,
} from './broken-outages.ts'
import { TextCall, type TextReply } from './text-call.ts'
import { TextConnection } from './text-connection.ts'
import { TextTransport } from './text-transport.ts'

type Broken = Partial<Pick<FaultSubject, 'open' | 'program'>>

/** How long the calls of a transport take that does not notice what it should, in milliseconds. */
const SOON = 300

class ConnectsForEachCall extends TextTransport {
  protected override connectionTo(server: string): TextConnection {
    return this.connect(server, () => undefined)
  }
}

class SaysMissWhenBusy extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return this.pending.size > 10_000 ? undefined : super.get(key, options)
  }
}

class SaysMissWhenDown extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key, options).catch(() => undefined)
  }
}

class NeverConnectsAgain extends TextTransport {
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

class KeepsWhatTheOthersGave extends TextTransport {
  override async getMany(keys: readonly string[], options?: CallOptions): Promise<Map<string, Item>> {
    const items = await Promise.all(keys.map(async (key) => [key, await this.get(key, options)] as const))
    return new Map(items.flatMap(([key, item]) => (item ? [[key, item] as const] : [])))
  }
}

class NeverTimesOut extends TextTransport {
  protected override arm(): void {
    // No timer, no time-out.
  }
}

class StartsItsTimerAnew extends TextTransport {
  #timer: NodeJS.Timeout | undefined
  protected override arm(server: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.connections.get(server)?.lose('timeout', 'silence'), this.timeout)
  }
}

/** Gives the late reply to whoever is next. */
class ForgetsWhatIsLate extends TextTransport {
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

class SaysMissWhenLate extends TextTransport {
  override async get(key: string, options?: CallOptions): Promise<Item | undefined> {
    return super.get(key, options).catch((error: TransportError) => {
      if (error.code === 'timeout') return undefined
      throw error
    })
  }
}

class CountsAgain extends TextTransport {
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

class ClosesAtOnce extends TextTransport {
  override close(): Promise<void> {
    this.isClosed = true
    setTimeout(() => void super.close(), SOON)
    return Promise.resolve()
  }
}

class ServesAfterClose extends TextTransport {
  protected override assertOpen(): void {
    // Open for ever.
  }
}

class ChecksKeysLate extends TextTransport {
  override async get(key: string): Promise<Item | undefined> {
    const [server = ''] = this.servers
    this.connectionTo(server).send(new TextCall('get', Buffer.from(`mg ${key} v\r\n`), '', ['VA']))
    return super.get(key)
  }
}

class KeysWithoutCase extends TextTransport {
  override async set(key: string, value: Uint8Array, options?: StoreOptions): Promise<boolean> {
    return super.set(key.toLowerCase(), value, options)
  }
}

const of = (Transport: new (options: OpenOptions) => TextTransport): Broken => ({
  open: (options) => new Transport(options),
})

/** A transport whose connections are broken, and which fails soon. */
const over = (Connection: new (server: string, onLost: () => void) => TextConnection): Broken =>
  of(
    class extends TextTransport {
      constructor(options: OpenOptions) {
        super({ ...options, timeout: Math.min(options.timeout, SOON) })
      }
      protected override connect(server: string, onLost: () => void): TextConnection {
        return new Connection(server, onLost)
      }
    },
  )

const running = (name: string): Broken => ({ program: new URL(`../programs/${name}.mjs`, import.meta.url) })

const HOWS = ['close', 'halfClose', 'reset']
const SITUATIONS = ['answers', 'answers nothing', 'takes nothing']

function each(
  words: readonly string[],
  toName: (word: string) => string,
  broken: Broken,
): Record<string, Broken> {
  return Object.fromEntries(words.map((word) => [toName(word), broken]))
}

/** For each clause, by its name, a transport that fails it. */
export const brokenTransports: Readonly<Record<string, Broken>> = {
  '200 calls at once on a cold transport, and steady load, all resolve, over the connections it declares':
    of(ConnectsForEachCall),
  '100,000 gets in one tick all resolve to their own values, over the connections it declares':
    of(SaysMissWhenBusy),
  'replies that come one byte at a time are read as always': over(ReadsWholeLumps),
  'replies that come in parts of 7 bytes are read as always': over(ReadsWholeLumps),
  'replies that come many at once are read as always': over(ReadsOneReplyALump),
  'values of 1 MB through a server that sends slowly arrive whole': over(ReadsWholeLumps),
  'values of 1 MB to a server that reads slowly are stored whole': over(RefusesToWait),
  'a server that is down from the start fails every call, and is used once it is up': of(SaysMissWhenDown),
  'a server that is killed fails the 500 calls in flight, and is used once it is back':
    of(NeverConnectsAgain),
  ...each(
    HOWS,
    (how) => `a connection that ends by a ${how} fails the 500 calls in flight, and is replaced`,
    over(OverhearsTheEnd),
  ),
  ...each(
    HOWS,
    (how) =>
      `a reply that is cut in its midst by a ${how} fails its call, and none of it reaches a later one`,
    over(InheritsBytes),
  ),
  'with one of two servers dead the other serves on, and what it gave to a getMany is in the error':
    of(KeepsWhatTheOthersGave),
  'a server that takes everything and answers nothing fails each call at its time-out, also while more are made, and is used once it answers':
    of(StartsItsTimerAnew),
  'a server that takes nothing fails each call at its time-out, also while more are made, and is used once it answers':
    of(NeverTimesOut),
  'a reply that never comes fails its call at its time-out, while others flow, and no other call gets a wrong one':
    over(MatchesByOrder),
  'replies that come after their time-out go to nobody': of(ForgetsWhatIsLate),
  'replies that are up to two time-outs late go to their calls or to nobody': of(ForgetsWhatIsLate),
  'a server that freezes for three time-outs, four times, gives no wrong answer': of(SaysMissWhenLate),
  'an increment whose reply is lost is not sent again': of(CountsAgain),
  ...each(
    HOWS,
    (how) =>
      `a reply that is cut at any byte by a ${how} gives a failure or the right answer, and the next call is served`,
    over(TakesTheRestForAll),
  ),
  'a reply with any one bit changed gives a failure or the right answer, and the next call is served':
    over(TakesAnythingForMiss),
  'a reply with any one byte missing gives a failure or the right answer, and the next call is served':
    over(TrustsLengths),
  'a reply with any one byte too many gives a failure or the right answer, and the next call is served':
    over(TrustsLengths),
  'a reply that announces more than ever comes gets no memory for it, and the next call is served':
    over(MakesRoomAtOnce),
  'noise instead of a reply gives a failure, and the next call is served': of(NeverConnectsAgain),
  'a web page instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'zeros instead of a reply gives a failure, and the next call is served': of(NeverConnectsAgain),
  'line ends instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'a line without end instead of a reply gives a failure, and the next call is served':
    of(NeverConnectsAgain),
  'error lines instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'a reply that nobody asked for goes to nobody': over(KeepsEarlyReplies),
  'a reply that comes twice, the second time in place of the next, goes to nobody': over(MatchesByOrder),
  'two replies that come in the wrong order go to their calls or to nobody': over(MatchesByOrder),
  'damage to one byte in 1,500 of the replies under load gives no wrong answer': over(TrustsLengths),
  ...each(
    SITUATIONS.flatMap((situation) => [`${situation}, on a warm`, `${situation}, on a cold`]),
    (situation) =>
      `close with 200 calls in flight to a server that ${situation} connection, settles them and itself`,
    of(ClosesAtOnce),
  ),
  ...each(
    ['warm', 'cold'],
    (state) =>
      `close with 200 calls in flight to a server that is down, on a ${state} connection, settles them and itself`,
    of(ServesAfterClose),
  ),
  'a process that used a server that answers ends by itself after close, and has nothing to say':
    running('leaves-a-timer'),
  'a process that used a server that answers nothing ends by itself after close, and has nothing to say':
    running('leaves-a-rejection'),
  'a process that used a server that takes nothing ends by itself after close, and has nothing to say':
    running('complains'),
  'a process that used a server that is down ends by itself after close, and has nothing to say':
    running('leaves-a-rejection'),
  'a process that used a server that breaks every connection off ends by itself after close, and has nothing to say':
    running('complains'),
  '8,000 values of 64 KiB to a server that answers nothing are kept in at most 384 MiB':
    running('keeps-everything'),
  '8,000 values of 64 KiB to a server that takes nothing are kept in at most 384 MiB':
    running('keeps-everything'),
  '600,000 gets to a server that answers nothing are kept in at most 384 MiB': running('keeps-everything'),
  '40 hostile keys are refused by every method before a byte leaves': of(ChecksKeysLate),
  'of 2000 random keys each that is none is refused before a byte leaves, and each other holds its own value':
    of(KeysWithoutCase),
  'a flush that the server refuses rejects with server, and the same connection serves on':
    of(TakesRefusalForDone),
  'a flush that costs the connection holds up neither another server nor later calls': of(FlushesBeforeCalls),
  'the call after the server has closed the idle connection politely succeeds': over(OverhearsTheEnd),
  'the call after the idle connection was closed politely succeeds, also where the process was busy meanwhile':
    running('overhears-the-end'),
  ...each(
    ['accepts and closes each connection', 'accepts and breaks off each connection', 'answers by noise'],
    (what) => `a server that ${what} is left alone by a transport that nobody calls`,
    of(KnocksForEver),
  ),
  'a server that closes the connection at the first command is not run into, neither by calls nor without':
    of(NeverPauses),
  'a process lives until its calls have settled, though nothing but they keep it alive: three servers, one of them silent':
    running('holds-nothing'),
  ...each(
    ['a server that answers', 'a server that answers nothing', 'a server that is down'],
    (server) => `a process that used ${server} and does not close its transport ends by itself`,
    running('leaves-a-timer'),
  ),
  'a process that ends right after a set has the set carried out, also when it does not wait for it':
    running('sends-later'),
  '40 copies of a value of 100 MiB to a server that takes nothing are kept in at most 384 MiB':
    running('keeps-everything'),
  'statistics without end are given up, and at most 384 MiB of them are kept': running('keeps-everything'),
  ...each(
    ['answers', 'answers nothing', 'takes nothing', 'is down', 'breaks every connection off'],
    (how) =>
      `a call given up while the transport connects to a server that ${how} leaves nothing behind that nobody handles`,
    running('rejects-twice'),
  ),
  'close resolves, and soon, while a connection comes about that no call waits for any more':
    running('closes-in-its-sleep'),
  ...each(
    ['timers and clocks', 'timers, clocks, microtasks and ticks'],
    (what) =>
      `with ${what} faked after the transport was loaded calls settle, and with the real ones back they are served`,
    running('takes-timers-late'),
  ),
  'a healthy server is not called late where the process itself was busy for three time-outs':
    running('counts-a-held-loop'),
  'a server whose name has two dead addresses before its own is reached within three time-outs':
    running('tries-one-address'),
  'while a look-up hangs no second one of the name is made, and a name that there is not is not looked up over and over':
    running('looks-up-each-time'),
  'the message of a failure names the cause: a host that is down at both of its addresses':
    running('shows-bare-messages'),
  'a value of 70 MB goes to a server that takes it and comes back, whatever the bounds are for several calls':
    of(RefusesAHugeCall),
  'with one of two servers dead the error of a getMany shows nothing of the values that the other gave':
    of(ShowsWhatOthersGave),
  'no error shows anything of a value, whatever is done to the replies': of(QuotesReplies),
  'the error of a value that is too large, or that a server is too far away for, shows nothing of it':
    of(QuotesValues),
  ...each(
    [
      'a server that is down',
      'a server that answers nothing',
      'a server that takes nothing',
      'a server that closes each connection',
      'a server that breaks each connection off',
      'a server that answers by noise',
      'a command that the server refuses',
    ],
    (cause) => `the message of a failure names the cause: ${cause}`,
    of(SaysNothing),
  ),
}
