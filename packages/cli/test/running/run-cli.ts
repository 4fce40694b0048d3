import { Readable, Writable } from 'node:stream'
import { type ExitCode, runLmc } from '../../src/index.ts'
import { type Outcome, plainEnv, type ProcessOptions, variables } from './run-process.ts'

export interface RunOptions extends ProcessOptions {
  /** Stops the command. */
  readonly signal?: AbortSignal
}

/**
 * Runs `lmc` in this process, its streams no terminals, and resolves when it has ended: a process costs many
 * times as much. One run at a time, for the environment is that of this process.
 */
export async function runCli(
  args: readonly string[],
  { input = '', env, signal }: RunOptions = {},
): Promise<Outcome> {
  const stdout = new Collector()
  const stderr = new Collector()
  const streams = { stdin: Readable.from([Buffer.from(input)]), stdout, stderr }
  const code = await within(plainEnv(env), async () => runLmc(args, { streams, ...(signal && { signal }) }))
  return { code, stdout: stdout.bytes.toString(), stderr: stderr.bytes.toString(), bytes: stdout.bytes }
}

/** Makes what runs `lmc` against a server. */
export function cliFor(address: string): (...args: string[]) => Promise<Outcome> {
  return (...args) => runCli(args, { env: { MEMCACHED_SERVERS: address } })
}

/** Keeps what is written. */
class Collector extends Writable {
  readonly #chunks: Buffer[] = []

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk)
    done()
  }
}

/** Whether `lmc` is running in this process. */
let isRunning = false

/** Runs something with these values of what `lmc` looks at in the environment. */
async function within(env: NodeJS.ProcessEnv, run: () => Promise<ExitCode>): Promise<ExitCode> {
  if (isRunning) throw new Error('One run at a time: await the one before, or use runProcess().')
  isRunning = true
  const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]))
  setVariables(env)
  try {
    return await run()
  } finally {
    setVariables(before)
    isRunning = false
  }
}

function setVariables(env: NodeJS.ProcessEnv): void {
  for (const name of variables) {
    if (env[name] === undefined) delete process.env[name]
    else process.env[name] = env[name]
  }
}
