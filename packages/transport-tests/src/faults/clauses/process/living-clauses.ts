import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import type { Milliseconds } from '@lmc/transport'
import { runProgram } from '../../acts/run-program.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import { GRACE, LONG, SHORT, type Stage } from '../../stage.ts'

/** A timeout so short that many calls fall between two checks for late calls. */
const BRIEF: Milliseconds = 50

const situations: readonly [name: string, script: Script][] = [
  ['a server that answers', {}],
  ['a server that answers nothing', { requests: [{ do: 'drop' }] }],
  ['a server that is down', { refuse: true }],
]

export const livingClauses: readonly FaultClause[] = [
  {
    name:
      'a process with nothing else to do lives until its calls to three servers, ' +
      'one of them silent, have settled',
    async run(stage) {
      const servers = [stage.server, await stage.addServer(), await stage.addServer()]
      await stage.proxy.play({ requests: [{ do: 'drop' }] })
      const { code, output, complaint } = await runProgram({
        source: callingInTurn(stage),
        argument: {
          options: {
            servers: servers.map(({ proxy }) => proxy.address),
            timeout: BRIEF,
            connectTimeout: BRIEF,
          },
          time: Math.max(1500, stage.effort.load),
        },
        patience: LONG,
      })
      // Node itself exits with a code of its own when a top-level `await` can never settle.
      assert.equal(
        output.length,
        1,
        `the process ended with code ${code} while calls were in flight: ${complaint.trim()}`,
      )
      assertQuiet({ complaint })
      assert.equal(code, 0, 'the process was still there long after its calls')
      stage.note('calls', Number(output[0]))
    },
  },
  ...situations.map(([situation, script]): FaultClause => ({
    name: `a process that used ${situation} and does not close its transport ends by itself`,
    async run(stage) {
      await stage.proxy.play(script)
      const { code, output, complaint, endedAt } = await runProgram({
        source: usingOnly(stage),
        argument: { servers: [stage.proxy.address], timeout: SHORT, connectTimeout: SHORT },
        patience: 2 * GRACE,
      })
      assertQuiet({ complaint })
      assert.equal(output.length, 1, 'the process ended before its calls had settled')
      assert.equal(code, 0, 'the process was still there long after its last call had settled')
      stage.note('from the last call to the end of the process, ms', endedAt - Number(output[0]))
    },
  })),
  {
    name: 'a set is carried out when the process ends right after it, also without an await',
    async run(stage) {
      const { code, complaint } = await runProgram({
        source: settingAndLeaving(stage),
        argument: { servers: [stage.proxy.address], timeout: LONG, connectTimeout: LONG },
        patience: 2 * GRACE,
      })
      assertQuiet({ complaint })
      assert.equal(code, 0, 'the process was still there long after its last call had settled')
      const traffic = await stage.open({ timeout: LONG })
      const left = await traffic.watch('hasMany', async () => traffic.transport.hasMany(['left']))
      assertResolved([left])
      if (left.how === 'resolved') assert.ok(left.value.has('left'), 'expected the value of the set')
    },
  },
]

function callingInTurn({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const { options, time } = JSON.parse(process.argv[1])
    const transport = await open(options)
    const end = performance.now() + time
    let calls = 0
    const call = () => transport.get('key-' + (calls++ % 100)).catch(() => 'as it may')
    await Promise.all(Array.from({ length: 6 }, async () => { while (performance.now() < end) await call() }))
    await transport.close()
    console.log(calls)`
}

/** The program writes the time when its last call settled. */
function usingOnly({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const transport = await open(JSON.parse(process.argv[1]))
    const keys = Array.from({ length: 20 }, (_, index) => 'key-' + index)
    for (let round = 0; round < 2; round++) {
      const ask = (key) => [transport.set(key, new Uint8Array(100)), transport.get(key)]
      await Promise.allSettled(keys.flatMap(ask))
    }
    console.log(Date.now())`
}

function settingAndLeaving({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const transport = await open(JSON.parse(process.argv[1]))
    void transport.set('left', new Uint8Array(100))`
}
