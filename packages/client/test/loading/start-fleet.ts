import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Milliseconds, Seconds } from '@lmc/transport'
import type { GetOrSetOptions } from '../../src/index.ts'

/** What each process of a fleet does; see `programs/load-key.mjs`. */
export interface FleetTask {
  readonly module: string
  readonly name: string
  readonly server: string
  readonly processes: number
  /** How many callers each process has. */
  readonly callers: number
  /** How long a load takes. */
  readonly duration: Milliseconds
  readonly options?: GetOrSetOptions
  readonly fails?: boolean
  /** The length of a loaded value; absent: a value that names its process. */
  readonly bytes?: number
  /** How long they call again and again; absent: once. */
  readonly time?: Milliseconds
  /** How long a process lives on afterwards. */
  readonly linger?: Milliseconds
  readonly isDown?: boolean
  /** How far the clock of a process is off. */
  readonly skew?: (index: number) => Seconds
}

/** What the callers of one process were given. */
interface FleetResult {
  readonly values: readonly string[]
  readonly count: number
  readonly failures: readonly string[]
}

export interface Fleet {
  /** The processes that have begun to load, in their order. */
  readonly loads: readonly ChildProcess[]
  readonly processes: readonly ChildProcess[]
  /** Resolves when a process has begun to load. */
  readonly loading: Promise<unknown>
  /** What those have told that were not killed. */
  readonly results: Promise<FleetResult[]>
}

/** Starts processes, and lets them ask for one key when all are ready. */
export async function startFleet({ skew = () => 0, ...task }: FleetTask): Promise<Fleet> {
  const program = fileURLToPath(new URL('../programs/load-key.mjs', import.meta.url))
  const processes = Array.from({ length: task.processes }, (_, index) =>
    fork(program, [
      JSON.stringify({
        options: {},
        fails: false,
        bytes: 0,
        time: 0,
        linger: 0,
        isDown: false,
        ...task,
        skew: skew(index),
      }),
    ]),
  )
  const loads: ChildProcess[] = []
  const results: FleetResult[] = []
  let onLoad = (): void => {}
  const loading = new Promise<void>((resolve) => (onLoad = resolve))
  for (const child of processes)
    child.on('message', (message) => {
      if (message === 'load') {
        loads.push(child)
        onLoad()
      } else if (message !== 'ready') results.push(message as FleetResult)
    })
  const exits = Promise.all(processes.map((child) => once(child, 'exit')))
  await Promise.all(processes.map((child) => once(child, 'message')))
  for (const child of processes) child.send('go')
  return { loads, processes, loading, results: exits.then(() => results) }
}
