import type { FaultSubject, OpenOptions } from '../../src/faults/index.ts'
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
import {
  ChecksKeysLate,
  ClosesAtOnce,
  ConnectsForEachCall,
  CountsAgain,
  ForgetsWhatIsLate,
  KeepsWhatTheOthersGave,
  KeysWithoutCase,
  NeverConnectsAgain,
  NeverTimesOut,
  SaysMissWhenBusy,
  SaysMissWhenDown,
  SaysMissWhenLate,
  SOON,
  ServesAfterClose,
  StartsItsTimerAnew,
} from './broken-calls.ts'
import { QuotesReplies, QuotesValues, SaysNothing, ShowsWhatOthersGave } from './broken-errors.ts'
import {
  FlushesBeforeCalls,
  KnocksForEver,
  NeverPauses,
  RefusesAHugeCall,
  TakesRefusalForDone,
} from './broken-outages.ts'
import type { TextConnection } from './text-connection.ts'
import { TextTransport } from './text-transport.ts'

type Broken = Partial<Pick<FaultSubject, 'open' | 'program'>>

const of = (Transport: new (options: OpenOptions) => TextTransport): Broken => ({
  open: (options) => new Transport(options),
})

/** A transport with broken connections, whose calls fail soon. */
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
const SITUATIONS = ['answers', 'answers nothing', 'reads nothing']

function each(
  words: readonly string[],
  toName: (word: string) => string,
  broken: Broken,
): Record<string, Broken> {
  return Object.fromEntries(words.map((word) => [toName(word), broken]))
}

/** For each clause, by its name, a transport that fails it. */
export const brokenTransports: Readonly<Record<string, Broken>> = {
  '200 calls at once on a cold transport, and steady load, all resolve, over the declared number of connections':
    of(ConnectsForEachCall),
  '100,000 gets in one tick all resolve to their own values, over the declared number of connections':
    of(SaysMissWhenBusy),
  'replies that come one byte at a time are read correctly': over(ReadsWholeLumps),
  'replies that come in parts of 7 bytes are read correctly': over(ReadsWholeLumps),
  'replies that come many at once are read correctly': over(ReadsOneReplyALump),
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
      `a reply that is cut in the middle by a ${how} fails its call, and none of it reaches a later call`,
    over(InheritsBytes),
  ),
  'when one of two servers is dead, the other serves, and the error of a getMany has its values':
    of(KeepsWhatTheOthersGave),
  'a server that reads everything and answers nothing fails each call at its timeout, also while new calls are made, and is used once it answers':
    of(StartsItsTimerAnew),
  'a server that reads nothing fails each call at its timeout, also while new calls are made, and is used once it answers':
    of(NeverTimesOut),
  'a reply that never comes fails its call at the timeout, and no other call gets a wrong answer':
    over(MatchesByOrder),
  'replies that come after their timeout go to no call': of(ForgetsWhatIsLate),
  'replies that are up to two timeouts late go to their own calls or to none': of(ForgetsWhatIsLate),
  'a server that freezes for three timeouts, four times, gives no wrong answer': of(SaysMissWhenLate),
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
  'a reply with one extra byte at any place gives a failure or the right answer, and the next call is served':
    over(TrustsLengths),
  'a reply that announces more bytes than come gets no memory for them, and the next call is served':
    over(MakesRoomAtOnce),
  'noise instead of a reply gives a failure, and the next call is served': of(NeverConnectsAgain),
  'a web page instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'zeros instead of a reply gives a failure, and the next call is served': of(NeverConnectsAgain),
  'line ends instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'a line without end instead of a reply gives a failure, and the next call is served':
    of(NeverConnectsAgain),
  'error lines instead of a reply gives a failure, and the next call is served': over(TakesAnythingForMiss),
  'a reply that no call asked for goes to no call': over(KeepsEarlyReplies),
  'a reply that comes twice, the second time in place of the next one, goes to no other call':
    over(MatchesByOrder),
  'two replies that come in the wrong order go to their own calls or to none': over(MatchesByOrder),
  'damage to one byte in 1,500 of the replies under load gives no wrong answer': over(TrustsLengths),
  ...each(
    SITUATIONS.flatMap((situation) => [`${situation}, on a warm`, `${situation}, on a cold`]),
    (situation) =>
      `close with 200 calls in flight to a server that ${situation} connection, settles the calls and resolves`,
    of(ClosesAtOnce),
  ),
  ...each(
    ['warm', 'cold'],
    (state) =>
      `close with 200 calls in flight to a server that is down, on a ${state} connection, settles the calls and resolves`,
    of(ServesAfterClose),
  ),
  'a process that used a server that answers ends by itself after close, and prints no error':
    running('leaves-a-timer'),
  'a process that used a server that answers nothing ends by itself after close, and prints no error':
    running('leaves-a-rejection'),
  'a process that used a server that reads nothing ends by itself after close, and prints no error':
    running('complains'),
  'a process that used a server that is down ends by itself after close, and prints no error':
    running('leaves-a-rejection'),
  'a process that used a server that resets every connection ends by itself after close, and prints no error':
    running('complains'),
  '8,000 values of 64 KiB to a server that answers nothing take at most 384 MiB': running('keeps-everything'),
  '8,000 values of 64 KiB to a server that reads nothing take at most 384 MiB': running('keeps-everything'),
  '600,000 gets to a server that answers nothing take at most 384 MiB': running('keeps-everything'),
  '40 hostile keys: every method refuses them, and sends no byte': of(ChecksKeysLate),
  '2000 random keys: each is refused before a byte is sent, or holds its own value': of(KeysWithoutCase),
  'a flush that the server refuses rejects with server, and the connection stays in use':
    of(TakesRefusalForDone),
  'a flush that costs the connection delays neither another server nor later calls': of(FlushesBeforeCalls),
  'a call succeeds after the server has closed the idle connection politely': over(OverhearsTheEnd),
  'a call succeeds after the idle connection was closed politely while the process was busy':
    running('overhears-the-end'),
  ...each(
    ['accepts and closes each connection', 'accepts and resets each connection', 'answers with noise'],
    (what) => `a transport without calls hardly connects to a server that ${what}`,
    of(KnocksForEver),
  ),
  'a server that closes the connection at the first command gets few connections, with calls and without':
    of(NeverPauses),
  'a process with nothing else to do lives until its calls to three servers, one of them silent, have settled':
    running('holds-nothing'),
  ...each(
    ['a server that answers', 'a server that answers nothing', 'a server that is down'],
    (server) => `a process that used ${server} and does not close its transport ends by itself`,
    running('leaves-a-timer'),
  ),
  'a set is carried out when the process ends right after it, also without an await': running('sends-later'),
  '40 copies of a value of 100 MiB to a server that reads nothing take at most 384 MiB':
    running('keeps-everything'),
  'endless statistics end with an error, and take at most 384 MiB': running('keeps-everything'),
  ...each(
    ['answers', 'answers nothing', 'reads nothing', 'is down', 'resets every connection'],
    (how) => `a call aborted while the transport connects to a server that ${how} leaves no unhandled error`,
    running('rejects-twice'),
  ),
  'close resolves soon, also while the transport connects and no call waits': running('closes-in-its-sleep'),
  ...each(
    ['timers and clocks', 'timers, clocks, microtasks and ticks'],
    (what) =>
      `with ${what} faked after the transport was loaded, calls settle, and with the real ones back they are served`,
    running('takes-timers-late'),
  ),
  'no call to a healthy server times out because the process was busy for three timeouts':
    running('counts-a-held-loop'),
  'a server whose name has two dead addresses before its own is reached within three timeouts':
    running('tries-one-address'),
  'a name is looked up once at a time, and an unknown name is not looked up over and over':
    running('looks-up-each-time'),
  'the message of a failure names the cause: a host that is down at both of its addresses':
    running('shows-bare-messages'),
  'a single value of 70 MB is stored and read, on a server that takes it': of(RefusesAHugeCall),
  'when one of two servers is dead, the error of a getMany shows nothing of the values of the other':
    of(ShowsWhatOthersGave),
  'no error shows a part of a value, however the replies are damaged': of(QuotesReplies),
  'the error of a set shows nothing of the value, when the value is too large and when the server is down':
    of(QuotesValues),
  ...each(
    [
      'a server that is down',
      'a server that answers nothing',
      'a server that reads nothing',
      'a server that closes each connection',
      'a server that resets each connection',
      'a server that answers with noise',
      'a command that the server refuses',
    ],
    (cause) => `the message of a failure names the cause: ${cause}`,
    of(SaysNothing),
  ),
}
