import { describe, expect, it } from 'vitest'
import { program, runCommand } from './run-command.ts'

describe('pnpm soak', () => {
  it('shows the growing figures of a transport that keeps everything, and fails', async () => {
    const args = ['--minutes', '0.1', '--seed', '1', '--transports', program('keeps-everything')]
    const { code, output } = await runCommand('soak', args)
    expect(output).toMatch(/^\| bytes of heap after gc +\| +[\d,]+ \| +[\d,]+ \| +grows \|$/m)
    expect(output).toMatch(/^\| clients, also closed ones +\| +[\d,]+ \| +[\d,]+ \| +(flat|grows) \|$/m)
    expect(output).toMatch(/^\| listeners on process +\| +[\d,]+ \| +[\d,]+ \| +grows \|$/m)
    expect(output).toMatch(/^\| listeners on a socket, at most +\| +[\d,]+ \| +[\d,]+ \| +flat \|$/m)
    expect(output).toMatch(
      /^bytes of heap after gc: \d+ in the last third; \d+ in the first\. Again: pnpm soak --seed 1$/m,
    )
    expect(output).toMatch(/^wrong 0, hung 0, unhandled 0, stale \d+\.$/m)
    expect(code).toBe(1)
  })
})
