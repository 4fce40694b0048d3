import { performance } from 'node:perf_hooks'
import { median } from '@lmc/report'
import type { BuildWorkload } from './build-workload.ts'

/** A build, and what is measured of it. */
export interface Build<Subject> {
  readonly name: string
  readonly subject: Subject
}

/** The time of one build for a workload, as a share of the time of the first build in the same rounds. */
export interface Share {
  readonly name: string
  readonly time: number
  /** The share of the user and system time of the process. */
  readonly processor: number
}

interface Sample {
  readonly time: number
  readonly processor: number
}

/** The number of first rounds that do not count, since the engine compiles in them. */
const WARM_UP = 3

/** Measures builds in turns, in one process. In each round another build is first. */
export async function compareBuilds<Subject>(
  workload: BuildWorkload<Subject>,
  builds: readonly Build<Subject>[],
  rounds: number,
): Promise<Share[]> {
  const samples = builds.map((): Sample[] => [])
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < builds.length; turn++) {
      const at = (round + WARM_UP + turn) % builds.length
      const sample = await measure(workload, (builds[at] as Build<Subject>).subject)
      if (round >= 0) samples[at]?.push(sample)
    }
  }
  const share = (own: readonly Sample[], figure: keyof Sample): number =>
    median(own.map((sample, round) => sample[figure] / (samples[0]?.[round]?.[figure] ?? NaN)))
  return builds.map(({ name }, at) => {
    const own = samples[at] ?? []
    return { name, time: share(own, 'time'), processor: share(own, 'processor') }
  })
}

async function measure<Subject>(
  { calls, inFlight, call }: BuildWorkload<Subject>,
  subject: Subject,
): Promise<Sample> {
  let index = 0
  const callOn = async (): Promise<void> => {
    while (index < calls) await call(subject, index++)
  }
  const before = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: inFlight }, callOn))
  const time = performance.now() - startedAt
  const { user, system } = process.cpuUsage(before)
  return { time, processor: user + system }
}
