import { describe, expect, it, vi } from 'vitest'
import { settleWithin, TransportError } from '../src/index.ts'

const name = { server: 'host:1', command: 'get' }
const never = (): Promise<never> => new Promise(() => {})

describe('settleWithin', () => {
  it('settles as the call does', async () => {
    await expect(settleWithin(1000, async () => 7, name)).resolves.toBe(7)
    await expect(settleWithin(1000, () => Promise.reject(new Error('no')), name)).rejects.toThrow('no')
  })

  it('rejects with timeout, the server and the command when the call takes too long', async () => {
    const call = settleWithin(20, never, name)
    await expect(call).rejects.toThrow(
      new TransportError('timeout', 'no answer within 20 ms; the outcome is unknown', name),
    )
    await expect(call).rejects.toMatchObject({ code: 'timeout', ...name })
  })

  it('rejects with timeout also while timers are faked', async () => {
    vi.useFakeTimers()
    try {
      await expect(settleWithin(20, never, name)).rejects.toMatchObject({ code: 'timeout' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('waits on when the process was busy as the time was over', async () => {
    const call = settleWithin(50, () => new Promise((resolve) => setTimeout(resolve, 60, 'late')), name)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    await expect(call).resolves.toBe('late')
  })

  it('starts the call at once, and rejects with what it throws instead of giving a promise', async () => {
    const start = vi.fn((): Promise<never> => {
      throw new TypeError('no promise')
    })
    const call = settleWithin(1000, start, name)
    expect(start).toHaveBeenCalledOnce()
    await expect(call).rejects.toThrow(new TypeError('no promise'))
  })

  it('leaves nothing that keeps the process alive', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    await settleWithin(100_000, async () => 7, name, { signal: new AbortController().signal })
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(before)
  })

  it("rejects with the signal's reason as soon as it aborts", async () => {
    const controller = new AbortController()
    const call = settleWithin(1000, never, name, { signal: controller.signal })
    controller.abort('enough')
    await expect(call).rejects.toBe('enough')
  })

  it('does not start a call whose signal has aborted before', async () => {
    const start = vi.fn(async () => 7)
    await expect(settleWithin(1000, start, name, { signal: AbortSignal.abort('enough') })).rejects.toBe(
      'enough',
    )
    expect(start).not.toHaveBeenCalled()
  })
})
