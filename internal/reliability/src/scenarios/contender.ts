import { startMemcached } from '@lmc/memcached-server'
import type { Transport } from '@lmc/transport'
import type { FaultSubject, Lack, OpenOptions } from '@lmc/transport-tests/faults'

/** A transport that is put under faults. */
export interface Contender {
  /** Short, for the command line and the tables; the version with it where it is not ours. */
  readonly name: string
  /** Whether a clause that it does not keep is a failure of the run. */
  readonly isOurs: boolean
  /** What the clauses ask for. Rejects where this Node cannot load it. */
  toSubject(): Promise<FaultSubject>
}

export interface ContenderOptions extends Pick<Contender, 'name' | 'isOurs'> {
  /** The module in `contenders/` that exports its `open`. */
  readonly module: string
  readonly lacks?: readonly Lack[]
}

/**
 * Makes a contender of a module that exports `open`, which is loaded late: not each of them loads on each
 * Node.
 */
export function createContender({ name, isOurs, module, lacks = [] }: ContenderOptions): Contender {
  return {
    name,
    isOurs,
    async toSubject() {
      const program = new URL(`./contenders/${module}.js`, import.meta.url)
      const { open }: { open: (options: OpenOptions) => Transport } = await import(program.href)
      const startServer: FaultSubject['startServer'] = async (port) =>
        startMemcached(port === undefined ? {} : { port })
      return { open, startServer, program, lacks }
    },
  }
}
