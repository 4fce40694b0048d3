import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Milliseconds } from '@lmc/transport'

/** The outcome of a process. */
export interface ProgramRun {
  /** The exit code, or `undefined` when the process had to be killed. */
  readonly code: number | undefined
  /** The lines of its standard output. */
  readonly output: readonly string[]
  /** The text of its standard error. */
  readonly complaint: string
  /** When the process ended, in milliseconds since 1970. */
  readonly endedAt: Milliseconds
}

export interface RunProgramOptions {
  /** The text of the ES module. */
  readonly source: string
  /** The argument of the program: JSON in `process.argv[1]`. */
  readonly argument: unknown
  /**
   * Called with each line of the standard output, as it comes. When its promise resolves, the program gets a
   * line on its standard input.
   */
  readonly onLine?: (line: string) => Promise<void>
  /** How long the process may run after each line. */
  readonly patience: Milliseconds
}

/** How long the process may take until its first line. */
const PATIENCE: Milliseconds = 20_000

/** Runs an ES module in a process of its own, with the global function `gc`. */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { source, argument, onLine, patience } = options
  const args = ['--expose-gc', '--input-type=module', '-e', source, JSON.stringify(argument)]
  const child = spawn(process.execPath, args)
  // A write to the process may come after its end.
  child.stdin.on('error', () => undefined)
  const kill = (): void => void child.kill('SIGKILL')
  const output: string[] = []
  let timer = setTimeout(kill, PATIENCE)
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    output.push(line)
    clearTimeout(timer)
    timer = setTimeout(kill, patience)
    void onLine?.(line).then(() => child.stdin.write('\n'))
  })
  const exit = once(child, 'exit').then(([code]: unknown[]) => ({ code, endedAt: Date.now() }))
  const [complaint, { code, endedAt }] = await Promise.all([text(child.stderr), exit, once(lines, 'close')])
  clearTimeout(timer)
  return { code: typeof code === 'number' ? code : undefined, output, complaint, endedAt }
}
