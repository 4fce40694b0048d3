import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import { LONG, type Stage } from '../../stage.ts'

/** The timeout, in milliseconds: much more than a healthy server needs beside other tests. */
const TIMEOUT = 2000

/** How long the loop is held, in milliseconds. */
const HELD = 3 * TIMEOUT

/** The moments when the loop is held, after calls on a cold and a warm transport. */
const moments: readonly [when: string, start: string][] = [
  ['at once', 'hold()'],
  ['in the next tick', 'process.nextTick(hold)'],
  ['in the next turn', 'setImmediate(hold)'],
  ['by a timer', 'setTimeout(hold, 0)'],
  ['after 2 ms', 'setTimeout(hold, 2)'],
]

export const heldLoopClauses: readonly FaultClause[] = [
  {
    name: 'no call to a healthy server times out because the process was busy for three timeouts',
    async run(stage) {
      const failed = await Promise.all(moments.map(([when, start]) => failedCalls(stage, when, start)))
      assert.deepEqual(failed.flat(), [], 'expected every call to succeed')
    },
  },
]

/** Holds the loop of a process of its own, and resolves to the calls that failed there. */
async function failedCalls(stage: Stage, when: string, start: string): Promise<readonly unknown[]> {
  const { output, complaint } = await runProgram({
    source: holding(stage, start),
    argument: {
      options: { servers: [stage.proxy.address], timeout: TIMEOUT, connectTimeout: TIMEOUT },
      held: HELD,
      when,
    },
    patience: LONG,
  })
  assertQuiet({ complaint })
  assert.ok(output[0] !== undefined, 'the process ended before its calls had settled')
  return JSON.parse(output[0])
}

/** The program writes which calls failed. */
function holding({ subject }: Stage, start: string): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const { options, held, when } = JSON.parse(process.argv[1])
    const hold = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, held)
    const failed = []
    const call = async (state, transport) =>
      transport.get('key').catch(({ message }) => failed.push(state + ', held ' + when + ': ' + message))
    const [cold, warm] = [await open(options), await open(options)]
    await call('before', warm)
    const calls = [call('cold', cold), call('warm', warm)]
    ${start}
    await Promise.all(calls)
    await Promise.all([cold.close(), warm.close()])
    console.log(JSON.stringify(failed))
    process.exit()`
}
