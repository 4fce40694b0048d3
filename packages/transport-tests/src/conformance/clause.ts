import type { Seconds, Transport } from '@lmc/transport'

/** What the author of a transport hands to the suite. */
export interface Subject {
  /**
   * Opens a new transport. All of them use the same servers, and nothing else uses these servers meanwhile.
   */
  readonly open: () => Transport | Promise<Transport>
  /** Lets time pass on the servers: moves a fake clock, or waits. */
  readonly elapse: (seconds: Seconds) => void | Promise<void>
  /**
   * Makes a transport with these options, which may have any shape, as from a caller without types. Absent:
   * the suite does not test how the transport reads its options.
   */
  readonly construct?: ((options: unknown) => Transport) | undefined
}

/** The tools of a clause. */
export interface Stage {
  /** A transport that was opened for this clause alone. */
  readonly transport: Transport
  /** Opens one more transport. The suite closes it. */
  readonly open: () => Promise<Transport>
  readonly elapse: (seconds: Seconds) => Promise<void>
  /** The `construct` of the subject. */
  readonly construct: (options: unknown) => Transport
  /** A memcached key that no other clause uses. Within a clause, the same name gives the same key. */
  readonly key: (name?: string) => string
}

/**
 * One promise of the contract, and its test. `run` rejects with an `AssertionError` when the transport breaks
 * the promise.
 */
export interface Clause {
  /** A sentence that is true of every transport. */
  readonly name: string
  /** Whether the clause needs a subject with `construct`. Absent: no. */
  readonly needsConstruct?: boolean
  readonly run: (stage: Stage) => Promise<void>
}

/** Runs one clause on a new transport, and closes the transport afterwards. */
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
  } catch (error) {
    // What the clause has found matters more than what closing finds behind it.
    await Promise.allSettled(opened.map(async (transport) => transport.close()))
    throw error
  }
  await Promise.all(opened.map(async (transport) => transport.close()))
}
