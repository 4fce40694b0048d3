import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Milliseconds, Seconds } from '@lmc/transport'
import type { GetOrSetOptions } from '../../src/index.ts'

/** The task of each process of a fleet; see `programs/load-key.mjs`. */
export interface FleetTask {
  readonly module: string
  readonly name: string
  readonly server: string
  readonly processes: number
  /** The number of callers in each process. */
  readonly callers: number
  /** How long a load takes. */
  readonly duration: Milliseconds
  readonly options?: GetOrSetOptions
  readonly fails?: boolean
  /** The length of a loaded value. Absent: the value names its process. */
  readonly bytes?: number
  /** How long the callers call again and again. Absent: once. */
  readonly time?: Milliseconds
  /** How long a process lives afterwards. */
  readonly linger?: Milliseconds
  readonly isDown?: boolean
  /** The error of the clock of a process. */
  readonly skew?: (index: number) => Seconds
}

/** The results of the callers of one process. */
interface FleetResult {
  readonly values: readonly string[]
  readonly count: number
  readonly failures: readonly string[]
}

export interface Fleet {
  /** The processes that have begun to load, in order. */
  readonly loads: readonly ChildProcess[]
  readonly processes: readonly ChildProcess[]
  /** Resolves when a process has begun to load. */
  readonly loading: Promise<unknown>
  /** The messages of the processes that were not killed. */
  readonly results: Promise<FleetResult[]>
}

/** Starts processes. When all are ready, they ask for one key. */
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
