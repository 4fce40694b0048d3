import assert from 'node:assert/strict'
import { assertQuiet } from '../../acts/assert-quiet.ts'
import { runProgram } from '../../acts/run-program.ts'
import type { FaultClause } from '../../clause.ts'
import { LONG, SHORT, type Stage } from '../../stage.ts'

const TIMERS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
]

const fakes: readonly [name: string, names: readonly string[]][] = [
  ['timers and clocks', [...TIMERS, 'Date', 'performance']],
  ['timers, clocks, microtasks and ticks', [...TIMERS, 'Date', 'performance', 'queueMicrotask', 'nextTick']],
]

/** The time after which the program counts a call as hung, in milliseconds. */
const PATIENCE = 3000

/** The timeout for a server that answers, in milliseconds. It is long, since a busy machine may be late. */
const ANSWERED = PATIENCE / 2

export const fakedTimerClauses: readonly FaultClause[] = fakes.map(([what, names]) => ({
  name:
    `with ${what} faked after the transport was loaded, calls settle, ` +
    'and with the real ones back they are served',
  async run(stage) {
    const [silent, down] = [await stage.addServer(), await stage.addServer()]
    await silent.proxy.play({ requests: [{ do: 'drop' }] })
    await down.kill()
    const { output, complaint } = await runProgram({
      source: calling(stage),
      argument: {
        servers: {
          'that answers': [stage.proxy.address, ANSWERED],
          'that is silent': [silent.proxy.address, SHORT],
          'that is down': [down.proxy.address, SHORT],
        },
        longest: ANSWERED,
        names,
        patience: PATIENCE,
      },
      patience: 10 * LONG,
    })
    assertQuiet({ complaint })
    const [seen] = output
    assert.ok(seen !== undefined, 'the process ended before its calls had settled')
    const { hung, failed } = JSON.parse(seen) as Record<'hung' | 'failed', string[]>
    assert.deepEqual(hung, [], `expected every call to settle within ${PATIENCE} ms`)
    assert.deepEqual(failed, [], 'expected every call to a server that answers to succeed')
  },
}))

/** The program writes which calls hung, and which calls to a server that answers failed. */
function calling({ subject }: Stage): string {
  return `
    import { open } from ${JSON.stringify(subject.program)}
    const { servers, longest, names, patience } = JSON.parse(process.argv[1])
    const later = setTimeout
    const own = { hasRef: () => true, [Symbol.toPrimitive]: () => 1 }
    const handle = () => ({ ...own, ref: handle, unref: handle, refresh: handle })
    const at = Date.now()
    class StoppedDate extends Date {
      static now = () => at
    }
    const toFake = (name) => {
      if (name === 'Date') return StoppedDate
      if (name === 'performance') return () => 1e9
      return /^(set|queue|next)/.test(name) ? handle : () => undefined
    }
    const fake = () => {
      const undo = names.map((name) => {
        const others = { nextTick: [process, name], performance: [performance, 'now'] }
        const [owner, key] = others[name] ?? [globalThis, name]
        const real = Object.getOwnPropertyDescriptor(owner, key)
        Object.defineProperty(owner, key, { value: toFake(name), writable: true, configurable: true })
        return () => real ? Object.defineProperty(owner, key, real) : delete owner[key]
      })
      return () => undo.forEach((each) => each())
    }
    const [hung, failed] = [[], []]
    const check = async (call, server, when) => {
      const late = new Promise((resolve) => later(resolve, patience, 'hung'))
      const how = await Promise.race([call.then(() => 'resolved', () => 'rejected'), late])
      const name = 'a call to a server ' + server + ' ' + when
      if (how === 'hung') hung.push(name)
      if (how === 'rejected' && server === 'that answers') failed.push(name)
    }
    const openAll = () => Promise.all(
      Object.entries(servers).map(async ([name, [server, timeout]]) =>
        [name, await open({ servers: [server], timeout, connectTimeout: timeout })]),
    )
    const warm = await openAll()
    for (const [name, transport] of warm) await check(transport.get('key'), name, 'before')
    const restore = fake()
    const transports = [...warm, ...(await openAll())]
    await Promise.all(transports.map(([name, transport]) => check(transport.get('key'), name, 'with fakes')))
    const sets = transports.map(([name, transport]) => [name, transport.set('key', new Uint8Array(9))])
    await Promise.all(sets.map(([name, set]) => check(set, name, 'with fakes')))
    restore()
    await new Promise((resolve) => later(resolve, longest))
    for (const [name, transport] of transports) await check(transport.get('key'), name, 'afterwards')
    console.log(JSON.stringify({ hung, failed }))
    process.exit()`
}
