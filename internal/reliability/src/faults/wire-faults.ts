import type { Milliseconds } from '@lmc/transport'
import type { Random, Script } from '@lmc/transport-tests/faults'
import type { TransportName } from '../clients/open-transport.ts'

/** Something that a proxy does to connections for a while. */
export interface WireFault {
  readonly name: string
  /** Which transports can be expected to stand it. */
  readonly transports: readonly TransportName[]
  /** Whether bytes of replies are changed, so that values may be. Absent: no. */
  readonly damages?: boolean
  /** @param timeout that of the clients. */
  readonly begin: (random: Random, timeout: Milliseconds) => Script
  /** What ends it; absent: the empty script, by which what was kept is let go. */
  readonly end?: Script
}

const ANY: readonly TransportName[] = ['meta', 'memjs']
/** The binary protocol has nothing to check a reply by. */
const META: readonly TransportName[] = ['meta']

/** Bytes were lost in the midst of connections; TCP does not go on after that. */
const CUT: Script = { requests: [{ do: 'drop' }], replies: [{ do: 'reset' }], later: {} }

const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))
const seedOf = (random: Random): number => between(random, 1, 1_000_000)

/**
 * What becomes of bytes on their way. Those of requests are never changed: a server would believe them. Of
 * replies single ones are, but no stretch is left out or repeated and followed by more, as TCP would not
 * either: where one ends so that what follows has a line end at the right place, no protocol without a check
 * sum can see it.
 */
export const wireFaults: readonly WireFault[] = [
  {
    name: 'silence',
    transports: ANY,
    begin: () => ({ requests: [{ do: 'drop' }], replies: [{ do: 'drop' }] }),
    end: CUT,
  },
  { name: 'requests lost', transports: ANY, begin: () => ({ requests: [{ do: 'drop' }] }), end: CUT },
  { name: 'replies lost', transports: ANY, begin: () => ({ replies: [{ do: 'drop' }] }), end: CUT },
  { name: 'requests late', transports: ANY, begin: () => ({ requests: [{ do: 'hold' }] }) },
  { name: 'replies late', transports: ANY, begin: () => ({ replies: [{ do: 'hold' }] }) },
  {
    name: 'stall',
    transports: ANY,
    begin: () => ({ requests: [{ do: 'stall' }], replies: [{ do: 'stall' }] }),
  },
  {
    name: 'delay',
    transports: ANY,
    begin: (random, timeout) => ({
      requests: [{ do: 'delay', from: 0, to: timeout * random(), seed: seedOf(random) }],
      replies: [{ do: 'delay', from: 0, to: 2 * timeout * random(), seed: seedOf(random) }],
    }),
  },
  ...(['halfClose', 'close', 'reset'] as const).map((how): WireFault => ({
    name: how,
    transports: ANY,
    begin: (random) => ({
      replies: [{ do: 'pass', bytes: between(random, 1, 3000) }, { do: how }],
      ...(random() < 0.5 && { later: {} }),
    }),
  })),
  // As a server does with a connection that has been idle for too long.
  { name: 'polite close', transports: ANY, begin: () => ({ replies: [{ do: 'close' }], later: {} }) },
  {
    name: 'requests cut',
    transports: ANY,
    begin: (random) => ({
      requests: [{ do: 'pass', bytes: between(random, 1, 3000) }, { do: 'reset' }],
      later: {},
    }),
    end: CUT,
  },
  {
    name: 'chop',
    transports: ANY,
    begin: (random) => ({
      requests: [{ do: 'chop', into: between(random, 1, 50), bytes: 2000 }],
      replies: [{ do: 'chop', into: between(random, 1, 50), bytes: 2000 }],
    }),
  },
  {
    name: 'glue',
    transports: ANY,
    begin: (random) => ({
      requests: [{ do: 'glue', into: between(random, 100, 5000) }],
      replies: [{ do: 'glue', into: between(random, 100, 20_000) }],
    }),
  },
  { name: 'refusal', transports: ANY, begin: () => ({ refuse: true }) },
  {
    name: 'refusal after a reset',
    transports: ANY,
    begin: () => ({ refuse: true, replies: [{ do: 'reset' }] }),
  },
  {
    name: 'damage',
    transports: META,
    damages: true,
    begin: (random) => ({ replies: [{ do: 'damage', every: 1500, seed: seedOf(random) }] }),
  },
  {
    name: 'garbage',
    transports: META,
    begin: (random) => ({
      replies: [{ do: 'hold', for: 5 }, { do: 'insert', text: noise(random) }, { do: 'drop' }],
      later: {},
    }),
    end: CUT,
  },
]

function noise(random: Random): string {
  return Array.from({ length: between(random, 1, 300) }, () =>
    String.fromCharCode(between(random, 0, 255)),
  ).join('')
}
