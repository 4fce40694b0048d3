import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
  /** Is called when it has written its first line; when that is done, it gets a line at its standard input. */
  readonly onFirstLine?: () => Promise<void>
  /** How long it may go on after its first line. */
  readonly patience: Milliseconds
}

/** How long it may take to write its first line. */
const PATIENCE: Milliseconds = 20_000

/** Runs an ES module in a process of its own, with `gc` at hand. */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  const { source, argument, onFirstLine, patience } = options
  const args = ['--expose-gc', '--input-type=module', '-e', source, JSON.stringify(argument)]
  const child = spawn(process.execPath, args)
  const kill = (): void => void child.kill('SIGKILL')
  let timer = setTimeout(kill, PATIENCE)
  child.stdout.once('readable', () => {
    clearTimeout(timer)
    timer = setTimeout(kill, patience)
    void onFirstLine?.().then(() => child.stdin.end('\n'))
  })
  const exit = once(child, 'exit').then(([code]: unknown[]) => ({ code, endedAt: Date.now() }))
  const [output, complaint, { code, endedAt }] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exit,
  ])
  clearTimeout(timer)
  return {
    code: typeof code === 'number' ? code : undefined,
    output: output.split('\n').filter(Boolean),
    complaint,
    endedAt,
  }
}
