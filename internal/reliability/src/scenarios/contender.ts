import { startMemcached } from '@lmc/memcached-server'
import type { Transport } from '@lmc/transport'
import type { FaultSubject, Lack, OpenOptions } from '@lmc/transport-tests/faults'

/** A transport for the scenarios. */
export interface Contender {
  /** A short name for the command line and the tables. With the version, unless the transport is ours. */
  readonly name: string
  /** Whether a broken clause is a failure of the run. */
  readonly isOurs: boolean
  /** Resolves to the subject of the clauses. Rejects when this Node cannot load the transport. */
  toSubject(): Promise<FaultSubject>
}

export interface ContenderOptions extends Pick<Contender, 'name' | 'isOurs'> {
  /** The name of the module in `contenders/` that exports `open`. */
  readonly module: string
  readonly lacks?: readonly Lack[]
}

/**
 * Makes a contender from a module that exports `open`. The module is loaded late, since some modules cannot
 * be loaded on each Node.
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
