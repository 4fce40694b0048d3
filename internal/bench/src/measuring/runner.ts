import type { Milliseconds } from '@lmc/transport'
import type { Session } from '../contenders/contender.ts'
import { type Sample, takeSample } from './sample.ts'
import type { Job, Run } from '../workloads/workload.ts'

/**
 * The least time for the engine to compile the measured code. The engine compiles after many calls, and one
 * call at a time gives few per second.
 */
const LEAST_WARM_UP: Milliseconds = 200
const WARM_UP_CALLS = 20_000
const MOST_WARM_UP: Milliseconds = 2000

/** One run on one session. It is prepared and checked once, and then measured any number of times. */
export class Runner {
  readonly #job: Job
  readonly #inFlight: number
  readonly #callsPerRound: number

  private constructor(job: Job, inFlight: number, callsPerRound: number) {
    this.#job = job
    this.#inFlight = inFlight
    this.#callsPerRound = callsPerRound
  }

  /**
   * Stores the values for the calls, checks the answers with the same number of calls in flight, and warms
   * up.
   *
   * @param roundTime the approximate time of each round.
   * @throws {Error} when an answer is wrong.
   */
  static async prepare(
    session: Session,
    { workload, inFlight }: Run,
    prefix: string,
    roundTime: Milliseconds,
  ): Promise<Runner> {
    const job = await workload.prepare(session, prefix)
    await takeSample((i) => job.verify(i), inFlight, Math.max(job.distinct, inFlight))
    let calls = inFlight
    for (;;) {
      const { callsPerSecond } = await takeSample((i) => job.call(i), inFlight, calls)
      const within = (time: Milliseconds): number => (callsPerSecond * time) / 1000
      const most = Math.min(WARM_UP_CALLS, within(MOST_WARM_UP))
      const callsToWarmUp = Math.max(most, within(LEAST_WARM_UP), within(roundTime))
      if (calls * 2 >= callsToWarmUp) {
        return new Runner(job, inFlight, Math.max(inFlight, Math.ceil(within(roundTime))))
      }
      calls = Math.ceil(Math.min(calls * 4, callsToWarmUp))
    }
  }

  round(): Promise<Sample> {
    return takeSample((i) => this.#job.call(i), this.#inFlight, this.#callsPerRound)
  }
}
