import type { Outcome } from '../call-watch.ts'
import { createRandom } from '../proxy/create-random.ts'
import type { Stage } from '../stage.ts'
import type { Traffic } from '../traffic.ts'
import { untilQuiet } from './until-quiet.ts'

/** Calls on their way. */
export interface InFlight {
  /** Resolves to what they come to. */
  readonly outcomes: Promise<Outcome<unknown>[]>
}

/** Makes so many calls whose requests get as far as the proxy and no further. */
export async function putInFlight(stage: Stage, traffic: Traffic, calls: number): Promise<InFlight> {
  const { proxy } = stage
  await proxy.play({ requests: [{ do: 'hold' }] })
  const before = proxy.requestByteCount
  const outcomes = traffic.mixed(calls, createRandom(calls))
  await untilQuiet(() => proxy.requestByteCount, before)
  return { outcomes }
}
