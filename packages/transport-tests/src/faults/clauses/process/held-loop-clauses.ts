import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import { LONG, type Stage } from '../../stage.ts'

/** The time-out, and how long the loop is held, in milliseconds. */
const TIMEOUT = 700
const HELD = 2100

export const heldLoopClauses: readonly FaultClause[] = [
  {
    name: 'a healthy server is not called late where the process itself was busy for three time-outs',
    async run(stage) {
      const { output, complaint } = await runProgram({
        source: holding(stage),
        argument: {
          options: { servers: [stage.proxy.address], timeout: TIMEOUT, connectTimeout: TIMEOUT },
          held: HELD,
        },
        patience: LONG,
      })
      assertQuiet({ complaint })
      assert.ok(output[0] !== undefined, 'the process ended before its calls had settled')
      const failed: unknown = JSON.parse(output[0])
      assert.deepEqual(failed, [], 'expected every call to be served')
    },
  },
]

/** Holds the loop at several moments after calls on a cold and a warm transport, and writes which calls failed. */
function holding({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const { options, held } = JSON.parse(process.argv[1])
    const hold = () => {
      const startedAt = performance.now()
      while (performance.now() - startedAt < held);
    }
    const moments = {
      'at once': hold,
      'in the next tick': () => process.nextTick(hold),
      'in the next turn': () => setImmediate(hold),
      'by a timer': () => setTimeout(hold, 0),
      'after 2 ms': () => setTimeout(hold, 2),
    }
    const failed = []
    const call = async (state, transport, when) =>
      transport.get('key').catch(({ message }) => failed.push(state + ', held ' + when + ': ' + message))
    for (const [when, start] of Object.entries(moments)) {
      const [cold, warm] = [await open(options), await open(options)]
      await call('before', warm, when)
      const calls = [call('cold', cold, when), call('warm', warm, when)]
      start()
      await Promise.all(calls)
      await Promise.all([cold.close(), warm.close()])
    }
    console.log(JSON.stringify(failed))
    process.exit()`
}
