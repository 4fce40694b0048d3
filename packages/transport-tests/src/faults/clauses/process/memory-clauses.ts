import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import type { Milliseconds } from '@lmc/transport'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import { LONG, type Stage } from '../../stage.ts'

const MEBIBYTE = 2 ** 20

/**
 * How much memory a transport may take for calls in flight, in MiB: a few times the need of a careful one.
 */
const MOST_KEPT = 384

/** How long a process may take to make its calls. */
const PATIENCE: Milliseconds = 20_000

const loads: readonly [name: string, step: 'drop' | 'stall', calls: number, bytes: number][] = [
  ['8,000 values of 64 KiB to a server that answers nothing', 'drop', 8000, 65_536],
  ['8,000 values of 64 KiB to a server that reads nothing', 'stall', 8000, 65_536],
  ['600,000 gets to a server that answers nothing', 'drop', 600_000, 0],
  ['40 copies of a value of 100 MiB to a server that reads nothing', 'stall', 40, 100 * MEBIBYTE],
]

export const memoryClauses: readonly FaultClause[] = [
  ...loads.map(([load, step, calls, bytes]): FaultClause => ({
    name: `${load} take at most ${MOST_KEPT} MiB`,
    async run(stage) {
      const { output, complaint } = await runProgram({
        source: loading(stage),
        argument: {
          options: optionsFor(stage),
          calls,
          bytes,
          time: stage.effort.load,
          limit: MOST_KEPT * MEBIBYTE,
        },
        onLine: async () => stage.proxy.play({ requests: [{ do: step }] }),
        patience: PATIENCE,
      })
      assertQuiet({ complaint })
      assertKept(stage, output[1])
    },
  })),
  {
    name: `endless statistics end with an error, and take at most ${MOST_KEPT} MiB`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      await traffic.set('key')
      await stage.proxy.play({})
      await traffic.transport.statistics()
      const bytes = lengthOfFirst(stage.proxy.replies)
      const { output, complaint } = await runProgram({
        source: askingForStatistics(stage),
        argument: { options: optionsFor(stage), most: MOST_KEPT * MEBIBYTE },
        onLine: async (line) => {
          if (line === 'ready')
            await stage.proxy.play({ replies: [{ do: 'repeat', bytes, times: Infinity }] })
        },
        patience: LONG,
      })
      assertQuiet({ complaint })
      assertKept(stage, output[1])
      assert.equal(output[2], 'an error', 'expected the statistics to hold an error instead of figures')
    },
  },
]

function optionsFor({ proxy }: Stage): object {
  return { servers: [proxy.address], timeout: 60_000, connectTimeout: 60_000 }
}

/** @param figures what the process wrote: bytes, and how many calls it made. Absent: the process died. */
function assertKept(stage: Stage, figures: string | undefined): void {
  assert.ok(
    figures !== undefined,
    `expected at most ${MOST_KEPT} MiB to be kept, and the process ran out of memory or time`,
  )
  const [bytes = NaN, calls] = figures.split(' ').map(Number)
  const kept = bytes / MEBIBYTE
  stage.note('most kept, MiB', kept)
  const after =
    calls === undefined ? '' : ` after ${calls} calls, ${(bytes / calls / 1024).toFixed(1)} KiB a call`
  assert.ok(kept <= MOST_KEPT, `expected at most ${MOST_KEPT} MiB to be kept, got more${after}`)
}

/** The length of the first figure of statistics on the wire: a line, or a packet of the binary protocol. */
function lengthOfFirst(reply: Buffer): number {
  return reply[0] === 0x81 ? 24 + reply.readUInt32BE(8) : reply.indexOf('\n') + 1
}

/**
 * The program makes one call and waits until the server is silent. From then on it measures the memory in
 * use, and writes the greatest growth in bytes, and the number of calls. It stops when it is too much.
 */
function loading({ subject }: Stage): string {
  return `
    import { once } from 'node:events'
    import { setImmediate as turn } from 'node:timers/promises'
    import { open } from ${JSON.stringify(subject.program)}
    // Hundreds of thousands of stack traces would take longer than everything else.
    Error.stackTraceLimit = 0
    const { options, calls, bytes, time, limit } = JSON.parse(process.argv[1])
    const transport = await open(options)
    const shared = new Uint8Array(calls < 1000 ? bytes : 0)
    const value = () => (calls < 1000 ? shared : new Uint8Array(bytes))
    const call = bytes === 0 ? () => transport.get('key') : () => transport.set('key', value())
    const inUse = () => process.memoryUsage().heapUsed + process.memoryUsage().external
    await transport.get('key')
    console.log('ready')
    await once(process.stdin, 'data')
    gc()
    const before = inUse()
    let most = before
    let count = 0
    const isTooMuch = () => most - before > limit
    const look = () => {
      gc()
      most = Math.max(most, inUse())
    }
    const startedAt = performance.now()
    while (!isTooMuch() && (performance.now() - startedAt < time || most === before)) {
      for (let made = 0; made < calls && !isTooMuch(); made++) {
        call().catch(() => 'as all the others')
        count++
        if (made % 1000 === 0 || bytes > 2 ** 20) await turn()
        // Garbage does not count.
        if ((made % 1000 === 0 || bytes > 2 ** 20) && inUse() - before > limit) look()
      }
      look()
    }
    process.stdout.write(most - before + ' ' + count, () => process.exit())`
}

/**
 * The program writes the greatest growth of the memory in use while the statistics came, in bytes, and
 * whether the statistics ended with an error.
 */
function askingForStatistics({ subject }: Stage): string {
  return `
    import { once } from 'node:events'
    import { open } from ${JSON.stringify(subject.program)}
    const { options, most } = JSON.parse(process.argv[1])
    const transport = await open(options)
    const inUse = () => process.memoryUsage().heapUsed + process.memoryUsage().external
    await transport.get('key')
    console.log('ready')
    await once(process.stdin, 'data')
    gc()
    const before = inUse()
    let kept = 0
    const look = () => {
      // Garbage does not count.
      if (inUse() - before > most) gc()
      kept = Math.max(kept, inUse() - before)
      if (kept > most) tell('without end')
    }
    const tell = (how) => process.stdout.write(kept + '\\n' + how + '\\n', () => process.exit())
    setInterval(look, 10)
    const [{ error } = {}] = await transport.statistics().catch((reason) => [{ error: reason }])
    look()
    tell(error === undefined ? 'figures' : 'an error')`
}
