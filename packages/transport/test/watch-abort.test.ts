import { getEventListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { watchAbort } from '../src/index.ts'

describe('watchAbort', () => {
  it('tells each watcher of a signal the reason, by one listener', () => {
    const aborter = new AbortController()
    const watchers = Array.from({ length: 100 }, () => vi.fn())
    for (const watcher of watchers) watchAbort(aborter.signal, watcher)
    expect(getEventListeners(aborter.signal, 'abort')).toHaveLength(1)
    aborter.abort('enough')
    for (const watcher of watchers) expect(watcher).toHaveBeenCalledExactlyOnceWith('enough')
  })

  it('tells nobody who has stopped watching', () => {
    const aborter = new AbortController()
    const watcher = vi.fn()
    watchAbort(aborter.signal, watcher)()
    aborter.abort()
    expect(watcher).not.toHaveBeenCalled()
  })

  it('throws the reason of a signal that has aborted before', () => {
    expect(() => watchAbort(AbortSignal.abort(new Error('before')), () => {})).toThrow('before')
  })

  it('does nothing without a signal', () => {
    expect(() => watchAbort(undefined, () => {})()).not.toThrow()
  })
})
