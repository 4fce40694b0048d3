import { describe, expect, it } from 'vitest'
import { expectToFail } from './expect-to-fail.ts'
import { program, runCommand } from './run-command.ts'

// One after the other: the first fault to show is chance, and some show only under load.
describe('pnpm chaos with a transport that', () => {
  it.each([
    ['does not delete', 'keeps-what-was-deleted', /replaced or dropped|invalidated/],
    ['never retries a failed delete', 'forgets-what-failed', /replaced or dropped|invalidated/],
    [
      'stores a sum with any version',
      'loses-additions',
      /another call has got|replaced or dropped|had been dropped|invalidated/,
    ],
    ['returns a count twice', 'counts-twice', /increment of count:.* another call has got/],
    [
      'touches with an old value',
      'touches-with-the-past',
      /replaced or dropped|had been dropped|invalidated/,
    ],
    ['gives a lease to everybody', 'grants-every-lease', /load of .* was loading it as well/],
    ['stores a loaded value in any case', 'keeps-old-loads', /:loaded:.* (replaced or dropped|invalidated)/],
  ])('%s fails', async (_, name, text) => {
    await expectToFail(name, text, 'wrong')
  })

  it('loses lines of the list of keys fails after the faults', async () => {
    const args = ['--seconds', '3', '--transports', program('loses-lines'), '--seed', '1']
    const few = ['--processes', '2', '--servers', '1', '--batch-keys', '0']
    const { code, output } = await runCommand('chaos', [...args, ...few])
    expect(output).toMatch(/wrong .*keys of \w+ that are there are not listed/)
    expect(code).toBe(1)
  })
})
