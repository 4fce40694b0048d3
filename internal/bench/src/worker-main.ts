import { on } from 'node:events'
import { contendersOf } from './suites/suite.ts'
import { suites } from './suites/suites.ts'
import type { Session } from './contenders/contender.ts'
import type { Job, Workload } from './workloads/workload.ts'
import type { Reply, Request } from './measuring/worker.ts'
import { Runner } from './measuring/runner.ts'

// The process of one contender.

// Otherwise open connections would keep the process alive after the bench.
process.once('disconnect', () => process.exit())

let session: Session | undefined
/** The job that was prepared last. */
let prepared: { readonly workload: Workload; readonly job: Job } | undefined
let runner: Runner | undefined

async function carryOut(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'open':
      session = await suites
        .flatMap(contendersOf)
        .find(({ name }) => name === request.contender)
        ?.open(request.addresses)
      break
    case 'prepare': {
      const { inFlight, prefix, roundTime } = request
      const workload = suites
        .flatMap(({ workloads }) => workloads)
        .find(({ name }) => name === request.workload)
      if (session === undefined || workload === undefined) throw new Error(`no workload ${request.workload}`)
      const isWarm = prepared?.workload === workload
      const job = isWarm ? prepared?.job : undefined
      prepared = { workload, job: job ?? (await workload.prepare(session, prefix)) }
      runner = await Runner.prepare(session, prepared.job, inFlight, { roundTime, isWarm })
      break
    }
    case 'round':
      if (runner === undefined) throw new Error('nothing is prepared')
      // So each round pays only for its own young garbage. A full collection would make the engine compile
      // much of the code anew, which takes longer than a round.
      globalThis.gc?.({ type: 'minor' })
      return { sample: await runner.round() }
    case 'close':
      await session?.close()
  }
  return {}
}

for await (const [request] of on(process, 'message')) {
  const reply = await carryOut(request).catch((error: unknown) => ({ problem: describe(error) }))
  if (request.kind === 'close') process.exit()
  process.send?.(reply)
}

/** A client may throw anything, such as an empty array. */
function describe(error: unknown): string {
  return error instanceof Error ? String(error) : `it threw ${JSON.stringify(error)}`
}
