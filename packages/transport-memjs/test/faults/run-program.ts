import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a program ended: its exit code, or that it was still running. */
export type Ending = number | 'still running'

/** Runs an ES module of this package in a process of its own, for 10 seconds at most. */
export async function runProgram(source: string, ...args: string[]): Promise<Ending> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, ...args], {
    stdio: 'ignore',
    cwd: import.meta.dirname,
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  const [code] = await once(child, 'exit')
  clearTimeout(timer)
  return typeof code === 'number' ? code : 'still running'
}
