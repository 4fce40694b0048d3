import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'
import { runProgram } from '../../acts/run-program.ts'
import { untilNoticed } from '../../acts/until-noticed.ts'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import { LONG, type Stage } from '../../stage.ts'

/** Closes a connection as memcached does after a long idle time. */
const CLOSED: Script = { replies: [{ do: 'close' }], later: {} }

/** How long a process is held, in milliseconds: longer than the proxy needs to close the connection. */
const HELD = 400

export const politeCloseClauses: readonly FaultClause[] = [
  {
    name: 'a call succeeds after the server has closed the idle connection politely',
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      for (let round = 0; round < 5 * stage.effort.rounds; round++) {
        assertResolved([await traffic.set('key')])
        await stage.proxy.play(CLOSED)
        await untilNoticed()
        assertResolved([await (round % 2 === 0 ? traffic.get('key') : traffic.increment('count'))])
      }
    },
  },
  {
    name: 'a call succeeds after the idle connection was closed politely while the process was busy',
    async run(stage) {
      const rounds = 2 * stage.effort.rounds
      const { output, complaint } = await runProgram({
        source: callingAfterAHold(stage),
        argument: {
          options: { servers: [stage.proxy.address], timeout: LONG, connectTimeout: LONG },
          rounds,
          held: HELD,
        },
        onLine: async (line) => {
          if (line === 'idle') await stage.proxy.play(CLOSED)
        },
        patience: LONG,
      })
      assertQuiet({ complaint })
      const outcomes = output.filter((line) => line !== 'idle')
      const failed = outcomes.filter((outcome) => outcome !== 'resolved')
      assert.equal(outcomes.length, rounds, 'the process ended before it had made its calls')
      assert.equal(
        failed.length,
        0,
        `${failed.length} of ${rounds} calls failed, the first by "${failed[0]}"`,
      )
    },
  },
]

/**
 * The program writes `idle`, is busy while its connection is closed, and writes the outcome of the next call.
 */
function callingAfterAHold({ subject }: Stage): string {
  return `

    import { setImmediate as turn } from 'node:timers/promises'
    import { open } from ${JSON.stringify(subject.program)}
    const { options, rounds, held } = JSON.parse(process.argv[1])
    const transport = await open(options)
    for (let round = 0; round < rounds; round++) {
      await transport.set('key', new Uint8Array(10))
      console.log('idle')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, held)
      await turn()
      const call = transport.get('key')
      console.log(await call.then(() => 'resolved', ({ message }) => message))
    }
    await transport.close()
    process.exit()`
}
