import { memoryUsage } from 'node:process'
import { getHeapCodeStatistics } from 'node:v8'
import type { Census } from './census.ts'
import { countListeners } from './count-listeners.ts'
import type { SocketWatch } from './socket-watch.ts'

/** What a process holds at a moment, after a garbage collection. */
export interface Sample {
  /** The bytes of the heap. */
  readonly heap: number
  /** The bytes of the heap without compiled code. Compiled code grows for as long as the engine optimizes. */
  readonly objects: number
  /** The bytes of buffers and other external memory. */
  readonly external: number
  /** Sockets, timers and other resources that keep the process alive. */
  readonly resources: number
  /** Open sockets. */
  readonly sockets: number
  /** Clients that have not been collected, also closed ones. */
  readonly clients: number
  /** Listeners on the process. */
  readonly processListeners: number
  /** The most listeners of one socket. */
  readonly socketListeners: number
}

/** @throws {Error} when the process was not started with `--expose-gc`. */
export function takeSample(sockets: SocketWatch, clients: Census): Sample {
  if (globalThis.gc === undefined) throw new Error('A sample needs node --expose-gc')
  globalThis.gc()
  const { heapUsed, external } = memoryUsage()
  return {
    heap: heapUsed,
    objects: heapUsed - getHeapCodeStatistics().code_and_metadata_size,
    external,
    resources: process.getActiveResourcesInfo().length,
    sockets: sockets.count,
    clients: clients.count,
    processListeners: countListeners(process),
    socketListeners: sockets.mostListeners,
  }
}
