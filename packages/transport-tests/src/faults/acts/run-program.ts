import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Milliseconds } from '@lmc/transport'

/** How a process went. */
export interface ProgramRun {
  /** The exit code, or `undefined` when it had to be killed. */
  readonly code: number | undefined
  /** What it wrote to its standard output, by lines. */
  readonly output: readonly string[]
  /** What it wrote to its standard error. */
  readonly complaint: string
  /** When it ended, in milliseconds since 1970. */
  readonly endedAt: Milliseconds
}

export interface RunProgramOptions {
  /** The ES module. */
  readonly source: string
  /** What it finds as JSON in `process.argv[1]`. */
  readonly argument: unknown
  /**
   * Called with each line that it writes, as it comes. When that is done, the program gets a line at its
   * standard input.
   */
  readonly onLine?: (line: string) => Promise<void>
  /** How long it may go on after each line. */
  readonly patience: Milliseconds
}

/** How long it may take to write its first line. */
const PATIENCE: Milliseconds = 20_000

/** Runs an ES module in a process of its own, with `gc` at hand. */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { source, argument, onLine, patience } = options
  const args = ['--expose-gc', '--input-type=module', '-e', source, JSON.stringify(argument)]
  const child = spawn(process.execPath, args)
  // What it is told may come when it is gone.
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
