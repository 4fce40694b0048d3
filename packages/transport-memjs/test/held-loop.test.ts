import { startMemcached } from '@lmc/memcached-server'
import { describe, expect, it } from 'vitest'
import { runProgram } from './faults/run-program.ts'

const TURNS: readonly (readonly [string, string])[] = [
  ['in the same tick', 'hold()'],
  ['in the next tick', 'process.nextTick(hold)'],
  ['in the next microtask', 'queueMicrotask(hold)'],
  ['in the next turn', 'setImmediate(hold)'],
  ['by a timer', 'setTimeout(hold, 0)'],
  ['by a timer, while it connects', 'setTimeout(hold, 1)'],
  ['several times', 'hold(); setImmediate(hold); setTimeout(hold, 1)'],
]

// Each is in a process of its own, which holds nobody else.
describe.concurrent('a process whose event loop is held for longer than both time-outs', () => {
  it.each(TURNS.flatMap(([when, work]) => [true, false].map((isWarm) => [when, isWarm, work] as const)))(
    '%s has its answer; warm: %s',
    async (_, isWarm, work) => {
      const server = await startMemcached()
      const program = `
        import { MemjsTransport } from '@lmc/transport-memjs'
        const transport = new MemjsTransport({ servers: [process.argv[1]], timeout: 1500, connectTimeout: 1000 })
        const hold = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000)
        ${isWarm ? `await transport.get('key')` : ''}
        process.exitCode = 7
        const calls = [transport.set('key', Buffer.from('x')), transport.get('key')]
        ${work}
        const [, item] = await Promise.all(calls)
        process.exitCode = String(item.value) === '120' ? 0 : 8`
      expect(await runProgram(program, server.address)).toBe(0)
      await server.stop()
    },
  )
})
