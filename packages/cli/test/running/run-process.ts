import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The built program. */
export const program: string = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output as it is. */
  readonly bytes: Buffer
}

export interface ProcessOptions {
  /** What standard input has; absent: nothing. */
  readonly input?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
}

/** What `lmc` looks at. */
export const variables: readonly string[] = [
  'MEMCACHED_SERVERS',
  'MEMCACHED_USERNAME',
  'MEMCACHED_PASSWORD',
  'NO_COLOR',
  'FORCE_COLOR',
  'CI',
]

/** The environment of a test: that of this process, without what `lmc` looks at. */
export function plainEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = { ...process.env, ...env }
  for (const name of variables) if (!(name in env)) delete own[name]
  return own
}

/** Runs the built `lmc` as a process, its streams pipes, and resolves when it has ended. */
export async function runProcess(
  args: readonly string[],
  { input = '', env }: ProcessOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [program, ...args], { env: plainEnv(env), stdio: 'pipe' })
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => void stdout.push(chunk))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdin.on('error', () => undefined).end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  const bytes = Buffer.concat(stdout)
  return { code, stdout: bytes.toString(), stderr, bytes }
}
