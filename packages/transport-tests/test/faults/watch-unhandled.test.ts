import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { watchUnhandled } from '../../src/faults/watch-unhandled.ts'

describe('watchUnhandled', () => {
  it('reports unhandled errors until it is stopped, and leaves no listener behind', () => {
    const runtime = new EventEmitter()
    const reports: string[] = []
    const stop = watchUnhandled(runtime, (text) => reports.push(text))
    runtime.emit('unhandledRejection', 'a reason')
    runtime.emit('uncaughtException', new Error('an error'))
    stop()
    runtime.emit('unhandledRejection', 'too late')
    expect(reports).toEqual(['a reason', expect.stringContaining('Error: an error')])
    expect(runtime.eventNames()).toEqual([])
  })
})
