import { describe, expect, it } from 'vitest'
import { holdLoop } from '../../src/faults/acts/hold-loop.ts'
import { CallWatch } from '../../src/faults/call-watch.ts'
import { Findings } from '../../src/faults/findings/findings.ts'
import { TransportError } from '@lmc/transport'

function watchFor(limit: number, isInTurn?: boolean): { watch: CallWatch; findings: Findings } {
  const findings = new Findings()
  return { findings, watch: new CallWatch(findings, limit, () => 'in the rain', isInTurn) }
}

describe('CallWatch', () => {
  it('resolves to the answer of a call', async () => {
    const { watch, findings } = watchFor(1000)
    expect(await watch.call('get', async () => 'x')).toEqual({ how: 'resolved', value: 'x' })
    expect(findings.resolved).toBe(1)
    expect(findings.durations).toHaveLength(1)
    expect(findings.problems).toEqual([])
  })

  it('resolves to the TransportError that a call rejected with, and counts its code', async () => {
    const { watch, findings } = watchFor(1000)
    const error = new TransportError('timeout', 'late')
    expect(await watch.call('get', async () => Promise.reject(error))).toEqual({ how: 'rejected', error })
    expect([...findings.rejected]).toEqual([['timeout', 1]])
    expect(findings.problems).toEqual([])
  })

  it.each([
    ['rejected with', async () => Promise.reject(new Error('oops'))],
    [
      'threw',
      () => {
        throw new Error('oops')
      },
    ],
  ])(
    'reports an error that is no TransportError, and that a call %s',
    async (_, start: () => Promise<unknown>) => {
      const { watch, findings } = watchFor(1000)
      expect(await watch.call('get', start)).toEqual({ how: 'foreign', error: new Error('oops') })
      const text = 'get gave Error: oops; expected a TransportError, in the rain'
      expect(findings.problems).toEqual([{ kind: 'foreign', text }])
    },
  )

  it('reports a call that does not settle in time, and goes on without it', async () => {
    const { watch, findings } = watchFor(60)
    const never = watch.call('get', async () => new Promise(() => undefined))
    expect(await watch.call('set', async () => true)).toEqual({ how: 'resolved', value: true })
    expect(await never).toEqual({ how: 'hung' })
    expect(findings.problems).toEqual([
      { kind: 'hung', text: 'get has not settled within 60 ms, in the rain' },
    ])
  })

  describe('in turn', () => {
    const later = (time: number) => () => new Promise((resolve) => setTimeout(resolve, time))
    const never = () => new Promise(() => undefined)

    it('gives a call its time anew when one before it settles, and not when one is given up', async () => {
      const { watch, findings } = watchFor(500, true)
      const calls = [300, 600, 900].map((time) => watch.call(`${time} ms`, later(time)))
      const hung = Array.from({ length: 10 }, () => watch.call('a lost call', never))
      for (const call of calls) expect(await call).toMatchObject({ how: 'resolved' })
      const before = performance.now()
      for (const call of hung) expect(await call).toEqual({ how: 'hung' })
      // One after the other would take ten limits.
      expect(performance.now() - before).toBeLessThan(5 * 500)
      const text = 'a lost call has not settled within 500 ms, in the rain'
      expect(findings.problems).toEqual(hung.map(() => ({ kind: 'hung', text })))
    })

    it('gives a call only its own time when others after it settle, and a limit of its own', async () => {
      const { watch, findings } = watchFor(200, true)
      const first = watch.call('first', never)
      const second = watch.call('second', later(700), 60_000)
      while (findings.problems.length === 0) await watch.call('others', later(20))
      expect(await first).toEqual({ how: 'hung' })
      expect(await second).toMatchObject({ how: 'resolved' })
      expect(findings.problems).toHaveLength(1)
    })
  })

  it('does not count the time in which the event loop was blocked', async () => {
    const { watch, findings } = watchFor(200)
    const slow = watch.call('get', async () => new Promise((resolve) => setTimeout(resolve, 30)))
    await new Promise((resolve) => setTimeout(resolve, 10))
    holdLoop(400)
    expect(await slow).toMatchObject({ how: 'resolved' })
    expect(findings.problems).toEqual([])
  })
})
