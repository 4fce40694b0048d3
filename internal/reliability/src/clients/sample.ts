import { memoryUsage } from 'node:process'
import { getHeapCodeStatistics } from 'node:v8'
import type { Census } from './census.ts'
import { countListeners } from './count-listeners.ts'
import type { SocketWatch } from './socket-watch.ts'

/** What a process holds at a moment, after what it does not need has been collected. */
export interface Sample {
  /** Bytes of all that the engine manages. */
  readonly heap: number
  /**
   * Bytes of that without compiled code, which grows as long as the engine finds something to compile better.
   */
  readonly objects: number
  /** Bytes of buffers and the like. */
  readonly external: number
  /** Sockets, timers and what else keeps the process alive. */
  readonly resources: number
  /** Sockets that are not closed. */
  readonly sockets: number
  /** Clients that have not been collected, closed ones among them. */
  readonly clients: number
  /** Listeners on the process. */
  readonly processListeners: number
  /** The most listeners that one socket has. */
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
