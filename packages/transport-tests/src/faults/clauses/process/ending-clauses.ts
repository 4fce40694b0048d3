import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import type { FaultClause } from '../../clause.ts'
import type { Script } from '../../proxy/script.ts'
import { GRACE, LONG, SHORT, type Stage } from '../../stage.ts'
import type { OpenOptions } from '../../subject.ts'
import { runProgram } from '../../acts/run-program.ts'

const situations: readonly [name: string, script: Script][] = [
  ['a server that answers', {}],
  ['a server that answers nothing', { requests: [{ do: 'drop' }] }],
  ['a server that reads nothing', { requests: [{ do: 'stall' }] }],
  ['a server that is down', { refuse: true }],
  ['a server that resets every connection', { replies: [{ do: 'drop', bytes: 1 }, { do: 'reset' }] }],
]

export const endingClauses: readonly FaultClause[] = [
  ...situations.map(([situation, script]) => ({
    name: `a process that used ${situation} ends by itself after close, and prints no error`,
    async run(stage: Stage) {
      await stage.proxy.play(script)
      const { code, output, complaint, endedAt } = await runProgram({
        source: usingAndClosing(stage),
        argument: optionsFor(stage),
        patience: 2 * GRACE,
      })
      assertQuiet({ complaint })
      assert.equal(output.length, 1, 'the process ended before close had resolved')
      assert.equal(code, 0, 'the process was still there long after close had resolved')
      stage.note('from close to the end of the process, ms', endedAt - Number(output[0]))
    },
  })),
  {
    name: 'close resolves soon, also while the transport connects and no call waits',
    async run(stage) {
      await stage.proxy.play({ requests: [{ do: 'drop' }] })
      const { output, complaint } = await runProgram({
        source: closingWhileConnecting(stage),
        argument: { ...optionsFor(stage), connectTimeout: LONG },
        patience: LONG,
      })
      assertQuiet({ complaint })
      const [took] = output
      assert.ok(took !== undefined, 'the process ended before close had resolved')
      assert.ok(Number(took) < GRACE, `close took ${took} ms; expected less than ${GRACE} ms`)
    },
  },
]

function optionsFor({ proxy }: Stage): OpenOptions {
  return { servers: [proxy.address], timeout: SHORT, connectTimeout: SHORT }
}

/** The program writes the time when `close` resolved. */
function usingAndClosing({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const transport = await open(JSON.parse(process.argv[1]))
    const keys = Array.from({ length: 100 }, (_, index) => 'key-' + index)
    const use = () => keys.flatMap((key) => [transport.set(key, new Uint8Array(100)), transport.get(key)])
    await Promise.allSettled(use())
    const inFlight = Promise.allSettled(use())
    await transport.close()
    await inFlight
    console.log(Date.now())`
}

/** The program writes how long `close` took. */
function closingWhileConnecting({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const transport = await open(JSON.parse(process.argv[1]))
    await Promise.allSettled([transport.get('key'), transport.set('key', new Uint8Array(100))])
    const at = performance.now()
    await transport.close()
    console.log(Math.round(performance.now() - at))`
}
