import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const TIMEOUT_MS = 300_000

/**
 * Runs a program, and resolves to what it prints.
 *
 * @throws {Error} with the last lines that the program printed, when it fails or takes five minutes.
 */
export async function runFile(
  file: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, timeout: TIMEOUT_MS }
  try {
    const { stdout } = await promisify(execFile)(file, args, options)
    return stdout
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    const printed = `${stdout}${stderr}`.trim().split('\n').slice(-30).join('\n')
    throw new Error(`${file} ${args.join(' ')} failed:\n${printed}`, { cause })
  }
}
