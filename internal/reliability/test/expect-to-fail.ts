import { expect } from 'vitest'
import { figure } from './figure.ts'
import { program, runCommand } from './run-command.ts'

/** Runs chaos over the broken transport of `programs/`, and expects a problem of this kind with this text. */
export async function expectToFail(name: string, text: RegExp, kind: string): Promise<void> {
  const args = ['--seconds', '60', '--until-wrong', '--transports', program(name)]
  const few = ['--processes', '3', '--servers', '1', '--batch-keys', '0', '--seed', '1']
  const { code, output } = await runCommand('chaos', [...args, ...few])
  expect(output).toMatch(text)
  expect(output).toContain(`${kind} (seed 1): `)
  expect(figure(output, kind), output).toBeGreaterThan(0)
  expect(output).toMatch(new RegExp(`^${kind} [\\d,]+; expected 0\\. Again: pnpm chaos --seed 1$`, 'm'))
  expect(code).toBe(1)
}
