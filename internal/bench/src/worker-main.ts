import { on } from 'node:events'
import type { Session } from './contenders/contender.ts'
import { contenders } from './contenders/contenders.ts'
import { keyvs } from './contenders/keyv.ts'
import { Runner } from './measuring/runner.ts'
import { runs } from './workloads/runs.ts'
import type { Reply, Request } from './measuring/worker.ts'

// The process of one contender.

// Otherwise open connections would keep the process alive after the bench.
process.once('disconnect', () => process.exit())

let session: Session | undefined
let runner: Runner | undefined

async function carryOut(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'open':
      session = await [...contenders, ...keyvs]
        .find(({ name }) => name === request.contender)
        ?.open(request.addresses)
      break
    case 'prepare': {
      const run = runs.find(({ workload }) => workload.name === request.workload)
      if (session === undefined || run === undefined) throw new Error(`no workload ${request.workload}`)
      const { inFlight, prefix, roundTime } = request
      runner = await Runner.prepare(session, { ...run, inFlight }, prefix, roundTime)
      break
    }
    case 'round':
      if (runner === undefined) throw new Error('nothing is prepared')
      // So each round pays only for its own garbage.
      globalThis.gc?.()
      return { sample: await runner.round() }
    case 'close':
      await session?.close()
  }
  return {}
}

for await (const [request] of on(process, 'message')) {
  const reply = await carryOut(request).catch((error: unknown) => ({ problem: String(error) }))
  if (request.kind === 'close') process.exit()
  process.send?.(reply)
}
