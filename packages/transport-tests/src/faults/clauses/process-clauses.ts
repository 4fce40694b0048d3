import assert from 'node:assert/strict'
import type { Milliseconds } from '@lmc/transport'
import type { FaultClause } from '../clause.ts'
import type { Script } from '../proxy/script.ts'
import { GRACE, SHORT, type Stage } from '../stage.ts'
import type { OpenOptions } from '../subject.ts'
import { runProgram } from './run-program.ts'

const MEBIBYTE = 2 ** 20

/** How much memory a transport may keep for what is in flight, in MiB: a few times what a careful one needs. */
const MOST_KEPT = 384

/** How long a process may take to offer its load. */
const PATIENCE: Milliseconds = 25_000

const situations: readonly [name: string, script: Script][] = [
  ['a server that answers', {}],
  ['a server that answers nothing', { requests: [{ do: 'drop' }] }],
  ['a server that takes nothing', { requests: [{ do: 'stall' }] }],
  ['a server that is down', { refuse: true }],
  ['a server that breaks every connection off', { replies: [{ do: 'drop', bytes: 1 }, { do: 'reset' }] }],
]

const loads: readonly [name: string, step: 'drop' | 'stall', calls: number, bytes: number][] = [
  ['8,000 values of 64 KiB to a server that answers nothing', 'drop', 8000, 65_536],
  ['8,000 values of 64 KiB to a server that takes nothing', 'stall', 8000, 65_536],
  ['600,000 gets to a server that answers nothing', 'drop', 600_000, 0],
]

export const processClauses: readonly FaultClause[] = [
  ...situations.map(([situation, script]): FaultClause => ({
    name: `a process that used ${situation} ends by itself after close, and has nothing to say`,
    async run(stage) {
      await stage.proxy.play(script)
      const { code, output, complaint, endedAt } = await runProgram({
        source: usingAndClosing(stage),
        argument: optionsFor(stage),
        patience: 2 * GRACE,
      })
      assert.equal(complaint, '')
      assert.equal(output.length, 1, 'the process ended before close had resolved')
      assert.equal(code, 0, 'the process was still there long after close had resolved')
      stage.note('from close to the end of the process, ms', endedAt - Number(output[0]))
    },
  })),
  ...loads.map(([load, step, calls, bytes]): FaultClause => ({
    name: `${load} are kept in at most ${MOST_KEPT} MiB`,
    async run(stage) {
      const options = { ...optionsFor(stage), timeout: 60_000 }
      const { output, complaint } = await runProgram({
        source: loading(stage),
        argument: { options, calls, bytes, time: stage.effort.load },
        onFirstLine: async () => stage.proxy.play({ requests: [{ do: step }] }),
        patience: PATIENCE,
      })
      assert.equal(complaint, '')
      const kept = output[1] === undefined ? Infinity : Number(output[1]) / MEBIBYTE
      stage.note('most kept, MiB', kept)
      assert.ok(kept <= MOST_KEPT, `kept ${kept === Infinity ? 'too much to live' : Math.round(kept)} MiB`)
    },
  })),
]

function optionsFor({ proxy }: Stage): OpenOptions {
  return { servers: [proxy.address], timeout: SHORT, connectTimeout: SHORT }
}

/** Writes when `close` resolved. */
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

/** Makes one call, waits for the server to fall silent, and writes how many bytes more than then were in use at most. */
function loading({ subject }: Stage): string {
  return `
    import { once } from 'node:events'
    import { setImmediate as turn } from 'node:timers/promises'
    import { open } from ${JSON.stringify(subject.program)}
    // Hundreds of thousands of stack traces take longer than all the rest.
    Error.stackTraceLimit = 0
    const { options, calls, bytes, time } = JSON.parse(process.argv[1])
    const transport = await open(options)
    const call = bytes === 0 ? () => transport.get('key') : () => transport.set('key', new Uint8Array(bytes))
    const inUse = () => {
      gc()
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    }
    await call()
    console.log('ready')
    await once(process.stdin, 'data')
    const before = inUse()
    let most = before
    const startedAt = performance.now()
    while (performance.now() - startedAt < time || most === before) {
      for (let made = 0; made < calls; made++) {
        call().catch(() => 'as all the others')
        if (made % 1000 === 0) await turn()
      }
      most = Math.max(most, inUse())
    }
    process.stdout.write(String(most - before), () => process.exit())`
}
