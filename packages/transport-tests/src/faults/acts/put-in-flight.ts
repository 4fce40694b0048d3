import type { Outcome } from '../call-watch.ts'
import { createRandom } from '../proxy/create-random.ts'
import type { Stage } from '../stage.ts'
import type { Traffic } from '../traffic.ts'
import { untilQuiet } from './until-quiet.ts'

/** Calls in flight. */
export interface InFlight {
  /** Resolves to the outcomes of the calls. */
  readonly outcomes: Promise<Outcome<unknown>[]>
}

/** Makes so many calls. Their requests reach the proxy, and go no further. */
export async function putInFlight(stage: Stage, traffic: Traffic, calls: number): Promise<InFlight> {
  const { proxy } = stage
  await proxy.play({ requests: [{ do: 'hold' }] })
  const before = proxy.requestByteCount
  const outcomes = traffic.mixed(calls, createRandom(calls))
  await untilQuiet(() => proxy.requestByteCount, before)
  return { outcomes }
}
