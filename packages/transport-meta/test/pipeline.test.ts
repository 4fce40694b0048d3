import { describe, expect, it } from 'vitest'
import { Call } from '../src/calls/call.ts'
import { createGetCall } from '../src/commands/get.ts'
import { Pipeline } from '../src/connection/pipeline.ts'
import { limits as pipelineLimits } from './limits.ts'

const limits = { ...pipelineLimits, maxInFlight: 10 }

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

function callThatWrites(write: (text: (text: string) => void) => void): Call<void> {
  const command = {
    write: (writer: { text: (text: string) => unknown }) => write((line) => void writer.text(line)),
    accept: () => true,
  }
  return new Call('get', command, 8)
}

describe('Pipeline', () => {
  it.each([
    ['writes more than it has announced', (line: (text: string) => void) => line('0123456789')],
    [
      'throws in the midst of it',
      (line: (text: string) => void) => {
        line('mg')
        throw new RangeError('of its own')
      },
    ],
  ])('rejects a call that %s; the others are sent as if it were not there', async (_what, write) => {
    const pipeline = new Pipeline('server', limits)
    const [before, broken, after] = [createGetCall('a'), callThatWrites(write), createGetCall('b')]
    for (const call of [before, broken, after]) pipeline.submit(call)
    expect(text(pipeline.next())).toBe('mg a v f s O0000\r\nmg b v f s O0001\r\n')
    await expect(broken.promise).rejects.toBeInstanceOf(RangeError)
    const replies = Buffer.from('EN O0000\r\nEN O0001\r\n')
    pipeline.window.set(replies)
    pipeline.read(replies.length)
    expect(await Promise.all([before.promise, after.promise])).toEqual([undefined, undefined])
    expect(pipeline.isIdle).toBe(true)
  })
})
