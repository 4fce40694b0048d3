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

describe('a process whose event loop is held for longer than both time-outs', () => {
  it.each(TURNS.flatMap(([when, work]) => [true, false].map((isWarm) => [when, isWarm, work] as const)))(
    '%s has its answer; warm: %s',
    async (_, isWarm, work) => {
      const server = await startMemcached()
      const program = `
        import { MemjsTransport } from '@lmc/transport-memjs'
        const transport = new MemjsTransport({ servers: [process.argv[1]], timeout: 400, connectTimeout: 200 })
        const hold = () => {
          const until = performance.now() + 600
          while (performance.now() < until);
        }
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
