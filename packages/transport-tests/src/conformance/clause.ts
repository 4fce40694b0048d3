import type { Seconds, Transport } from '@lmc/transport'

/** What the author of a transport hands to the suite. */
export interface Subject {
  /** Gives a new transport; all of them speak to the same servers, which nobody else uses meanwhile. */
  readonly open: () => Transport | Promise<Transport>
  /** Lets the servers' time pass: moves a fake clock on, or waits. */
  readonly elapse: (seconds: Seconds) => void | Promise<void>
  /**
   * Makes a transport of these options, as a caller without types does who spells them as he believes.
   * Absent: how the transport reads its options is not tested.
   */
  readonly construct?: ((options: unknown) => Transport) | undefined
}

/** What a clause works with. */
export interface Stage {
  /** A transport that was opened for this clause alone. */
  readonly transport: Transport
  /** Opens one more; the suite closes it. */
  readonly open: () => Promise<Transport>
  readonly elapse: (seconds: Seconds) => Promise<void>
  /** The subject's own. */
  readonly construct: (options: unknown) => Transport
  /** A memcached key that nothing else uses; the same name gives the same key within a clause. */
  readonly key: (name?: string) => string
}

/**
 * One promise of the contract, and the proof that a transport keeps it: `run` rejects with an
 * `AssertionError` when not.
 */
export interface Clause {
  /** A sentence that is true of every transport. */
  readonly name: string
  /** Whether the clause is for those subjects only that say how to construct a transport. Absent: no. */
  readonly needsConstruct?: boolean
  readonly run: (stage: Stage) => Promise<void>
}

/** Runs one clause on a transport of its own, which is closed afterwards. */
export async function runClause(clause: Clause, { open, elapse, construct }: Subject): Promise<void> {
  const opened: Transport[] = []
  const openOne = async (): Promise<Transport> => {
    const transport = await open()
    opened.push(transport)
    return transport
  }
  const prefix = `${Math.random().toString(36).slice(2)}:`
  try {
    await clause.run({
      transport: await openOne(),
      open: openOne,
      elapse: async (seconds) => elapse(seconds),
      construct: (options) => {
        if (construct === undefined) throw new Error(`"${clause.name}" needs a subject with "construct"`)
        return construct(options)
      },
      key: (name = 'key') => prefix + name,
    })
  } finally {
    await Promise.all(opened.map((transport) => transport.close()))
  }
}
