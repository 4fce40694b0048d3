import type { Milliseconds } from '@lmc/transport'
import { type Figures, toFigures } from './figures.ts'
import type { Sample } from './sample.ts'
import type { Worker } from './worker.ts'
import type { Run } from '../workloads/workload.ts'

/** A contender in its process, with its name in the table. */
export interface Entrant {
  readonly name: string
  /** The names of the workloads that it takes part in. Absent: all. */
  readonly workloads?: readonly string[] | undefined
  readonly worker: Pick<Worker, 'open' | 'prepare' | 'round' | 'close'>
}

export interface RoundOptions {
  readonly rounds: number
  /** The approximate time of a round of one entrant. */
  readonly roundTime: Milliseconds
  /** After this moment, since 1970, no round begins but the least. Absent: all rounds. */
  readonly endBy?: Milliseconds
}

/** Every entrant has so many rounds, if there are as many. */
const LEAST_ROUNDS = 3

/** The outcome of one run. */
export interface Outcome {
  readonly run: Run
  /** The figures by the names of the entrants, in their order. */
  readonly figures: ReadonlyMap<string, Figures>
  /** The reason why an entrant has no figures, by its name. */
  readonly problems: ReadonlyMap<string, string>
}

/**
 * Measures all entrants in turns. In each round another entrant is first, so that other work of the machine
 * affects all alike. An entrant that answers wrongly or fails leaves this run, and starts the next run in a
 * new process.
 */
export async function compare(
  run: Run,
  all: readonly Entrant[],
  { rounds, roundTime, endBy = Infinity }: RoundOptions,
): Promise<Outcome> {
  const entrants = all.filter(({ workloads }) => workloads?.includes(run.workload.name) ?? true)
  const samples = new Map<string, Sample[]>()
  const problems = new Map<string, string>()
  const attempt = async ({ name }: Entrant, action: () => Promise<void>): Promise<void> => {
    if (problems.has(name)) return
    try {
      await action()
    } catch (error) {
      problems.set(name, error instanceof Error ? error.message : String(error))
      samples.delete(name)
    }
  }

  for (const [i, entrant] of entrants.entries()) {
    samples.set(entrant.name, [])
    await attempt(entrant, async () => {
      await entrant.worker.open()
      await entrant.worker.prepare(run, `bench${String(i).padStart(2, '0')}`, roundTime)
    })
  }
  for (let round = 0; round < rounds; round++) {
    if (round >= LEAST_ROUNDS && Date.now() > endBy) break
    for (let turn = 0; turn < entrants.length; turn++) {
      const entrant = entrants[(round + turn) % entrants.length]
      if (entrant === undefined) continue
      const own = samples.get(entrant.name) ?? []
      // A round of a slow entrant takes longer than it should: every call in flight is answered once.
      if (own.length >= LEAST_ROUNDS && timeOf(own) > 2 * rounds * roundTime) continue
      await attempt(entrant, async () => {
        own.push(await entrant.worker.round())
      })
    }
  }
  const figures = new Map(Array.from(samples, ([name, taken]) => [name, toFigures(taken)]))
  return { run, figures, problems }
}

function timeOf(samples: readonly Sample[]): Milliseconds {
  return samples.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
}
