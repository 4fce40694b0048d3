import type { Session } from '../contenders/contender.ts'
import type { Milliseconds } from '@lmc/transport'
import { type Sample, takeSample, takeSampleOf } from './sample.ts'
import type { Job } from '../workloads/workload.ts'

/**
 * The least time for the engine to compile the measured code. The engine compiles after many calls, and one
 * call at a time gives few per second.
 */
const LEAST_WARM_UP: Milliseconds = 100
const WARM_UP_CALLS = 20_000
const MOST_WARM_UP: Milliseconds = 1000

/**
 * One job on one session, with a number of calls in flight. Each answer is checked once, then the calls are
 * measured. A measured answer only has to have all its values.
 */
export class Runner {
  readonly #sample: (calls: number) => Promise<Sample>
  readonly #callsPerRound: number

  private constructor(sample: (calls: number) => Promise<Sample>, callsPerRound: number) {
    this.#sample = sample
    this.#callsPerRound = callsPerRound
  }

  /**
   * Checks the answers with the same number of calls in flight, and warms up.
   *
   * @param roundTime the approximate time of each round.
   * @param isWarm whether the job has run before, so that a short warm-up is enough.
   * @throws {Error} when an answer is wrong.
   */
  static async prepare(
    session: Session,
    job: Job,
    inFlight: number,
    { roundTime, isWarm }: { readonly roundTime: Milliseconds; readonly isWarm: boolean },
  ): Promise<Runner> {
    await takeSample((i) => job.verify(i), inFlight, Math.max(job.distinct, inFlight))
    const sample = await sampling(session, job, inFlight)
    let calls = inFlight
    for (;;) {
      const { callsPerSecond } = await sample(calls)
      const within = (time: Milliseconds): number => (callsPerSecond * time) / 1000
      const most = isWarm ? 0 : Math.min(WARM_UP_CALLS, within(MOST_WARM_UP))
      const callsToWarmUp = Math.max(most, within(LEAST_WARM_UP), within(roundTime))
      if (calls * 2 >= callsToWarmUp) {
        return new Runner(sample, Math.max(inFlight, Math.ceil(within(roundTime))))
      }
      calls = Math.ceil(Math.min(calls * 4, callsToWarmUp))
    }
  }

  /** @throws {Error} when an answer lacks values. */
  round(): Promise<Sample> {
    return this.#sample(this.#callsPerRound)
  }
}

async function sampling(
  session: Session,
  job: Job,
  inFlight: number,
): Promise<(calls: number) => Promise<Sample>> {
  if (session.prepareExchange === undefined)
    return (calls) => takeSample((i) => job.call(i), inFlight, calls, job.isWhole)
  if (job.exchange === undefined) throw new Error('the bytes of this workload are not known')
  const run = await session.prepareExchange(job.exchange, inFlight)
  return (calls) => takeSampleOf(() => run(calls), calls)
}
