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
    vi.useFakeTimers()
    try {
      const call = settleWithin(250, never, name)
      const outcome = expect(call).rejects.toThrow(
        new TransportError('timeout', 'no answer within 250 ms; the outcome is unknown', name),
      )
      await vi.advanceTimersByTimeAsync(250)
      await outcome
      await expect(call).rejects.toMatchObject({ code: 'timeout', ...name })
    } finally {
      vi.useRealTimers()
    }
  })

  it('starts the call at once, and rejects with what it throws instead of giving a promise', async () => {
    const start = vi.fn((): Promise<never> => {
      throw new TypeError('no promise')
    })
    const call = settleWithin(1000, start, name)
    expect(start).toHaveBeenCalledOnce()
    await expect(call).rejects.toThrow(new TypeError('no promise'))
  })

  it('leaves no timer and no listener behind', async () => {
    vi.useFakeTimers()
    try {
      const { signal } = new AbortController()
      const removed = vi.spyOn(signal, 'removeEventListener')
      await settleWithin(1000, async () => 7, name, { signal })
      expect(vi.getTimerCount()).toBe(0)
      expect(removed).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
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
