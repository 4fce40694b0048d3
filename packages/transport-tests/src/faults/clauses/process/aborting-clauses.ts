import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import { LONG, SHORT, type Stage } from '../../stage.ts'

const situations: readonly [name: string, script: Script, isSilent: boolean][] = [
  ['answers', {}, false],
  ['answers nothing', { requests: [{ do: 'drop' }] }, true],
  ['reads nothing', { requests: [{ do: 'stall' }] }, true],
  ['is down', { refuse: true }, false],
  ['resets every connection', { replies: [{ do: 'reset' }] }, false],
]

export const abortingClauses: readonly FaultClause[] = situations.map(([situation, script, isSilent]) => ({
  name: `a call aborted while the transport connects to a server that ${situation} leaves no unhandled error`,
  async run(stage) {
    await stage.proxy.play(script)
    const { code, output, complaint } = await runProgram({
      source: givingUp(stage),
      argument: { servers: [stage.proxy.address], timeout: SHORT, connectTimeout: SHORT },
      patience: LONG,
    })
    assertQuiet({ complaint })
    assert.equal(code, 0, `the process ended by code ${code}`)
    const outcomes = output.slice(0, -1)
    assert.equal(output.at(-1), 'still here', 'the process ended before it had made its calls')
    const others = outcomes.filter((outcome) => isSilent && outcome !== 'given up')
    assert.deepEqual(
      others,
      [],
      'expected calls to a silent server to reject with the reason of their signal',
    )
  },
}))

/** Aborts calls at several moments, each on a new transport, and writes their outcomes. */
function givingUp({ subject }: Stage): string {
  return `
    import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
    import { open } from ${JSON.stringify(subject.program)}
    const options = JSON.parse(process.argv[1])
    const moments = [
      () => undefined,
      () => Promise.resolve(),
      () => new Promise((resolve) => process.nextTick(resolve)),
      () => turn(),
      () => sleep(1),
      () => sleep(20),
    ]
    const calls = [
      (transport, signal) => transport.get('key', { signal }),
      (transport, signal) => transport.set('key', new Uint8Array(10), { signal }),
    ]
    const giveUp = async (moment, call) => {
      const transport = await open(options)
      const controller = new AbortController()
      const settled = call(transport, controller.signal).then(() => 'resolved', (error) => error.message)
      await moment()
      controller.abort(new Error('given up'))
      console.log(await settled)
      return transport
    }
    const all = moments.flatMap((moment) => calls.map((call) => giveUp(moment, call)))
    const transports = await Promise.all(all)
    await sleep(3 * options.timeout)
    await Promise.all(transports.map((transport) => transport.close()))
    console.log('still here')`
}
