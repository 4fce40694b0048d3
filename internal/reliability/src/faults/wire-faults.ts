import type { Milliseconds } from '@lmc/transport'
import type { Random, Script } from '@lmc/transport-tests/faults'
import type { TransportName } from '../clients/open-transport.ts'

/** A fault that a proxy plays on connections for a while. */
export interface WireFault {
  readonly name: string
  /** The transports that must withstand the fault. */
  readonly transports: readonly TransportName[]
  /** Whether the fault changes bytes of replies, and so maybe of values. Absent: no. */
  readonly damages?: boolean
  /** @param timeout the timeout of the clients. */
  readonly begin: (random: Random, timeout: Milliseconds) => Script
  /** The script that ends the fault. Absent: the empty script, which passes on all kept bytes. */
  readonly end?: Script
}

const ANY: readonly TransportName[] = ['meta', 'memjs']
/** For faults that the binary protocol cannot notice: it cannot check a reply. */
const META: readonly TransportName[] = ['meta']

/** Ends connections after lost bytes: TCP does not go on after a loss. */
const CUT: Script = { requests: [{ do: 'drop' }], replies: [{ do: 'reset' }], later: {} }

const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))
const seedOf = (random: Random): number => between(random, 1, 1_000_000)

/**
 * The faults on the way. Bytes of requests are never changed: the server would believe them. In replies only
 * single bytes are changed. Whole stretches are not left out or repeated, as TCP does not do that either. No
 * protocol without a checksum can notice a missing stretch when a line end follows at the right place.
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
  // Like a server that closes an idle connection.
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
