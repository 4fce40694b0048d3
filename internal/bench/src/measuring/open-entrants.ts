import type { Entrant } from './compare.ts'
import type { Contender } from '../contenders/contender.ts'
import { Worker } from './worker.ts'

export interface OpenOptions {
  readonly addresses: readonly string[]
  /** The address for the contenders that speak to Redis. */
  readonly redis?: string | undefined
  readonly profileFolder?: string | undefined
  /** Called with a sentence about each contender that is left out. */
  readonly tell: (sentence: string) => void
}

/** Starts a process for each contender. Leaves out contenders that cannot run here, with a sentence. */
export async function openEntrants(
  contenders: readonly Contender[],
  { addresses, redis, profileFolder, tell }: OpenOptions,
): Promise<Entrant[]> {
  const entrants: Entrant[] = []
  for (const { name, server, asksAnyServer, minimumNode, workloads } of contenders) {
    if (asksAnyServer === true && addresses.length > 1) {
      tell(`Left out with ${addresses.length} servers: ${name} asks any of them for any key.`)
      continue
    }
    if (!isNodeAtLeast(minimumNode)) {
      tell(`Left out: ${name} needs Node ${minimumNode?.join('.')}, this is ${process.version}.`)
      continue
    }
    try {
      const own = server === 'redis' ? [redis ?? ''] : addresses
      const worker = new Worker({ contender: name, addresses: own, profileFolder })
      await worker.open()
      entrants.push({ name, workloads, worker })
    } catch (error) {
      tell(`Left out: ${name} does not open: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return entrants
}

/** Returns whether this Node is as new, major and minor; `true` where nothing is asked for. */
export function isNodeAtLeast([major, minor]: readonly [number, number] = [0, 0]): boolean {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
