import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  /** The exit code; `NaN` when the command had to be ended. */
  readonly code: number
  /** The whole output. */
  readonly output: string
}

/** Runs a command of this package to its end. */
export async function runCommand(name: string, args: readonly string[]): Promise<CommandResult> {
  const main = fileURLToPath(new URL(`../dist/${name}-main.js`, import.meta.url))
  return new Promise((resolve) => {
    // With a timeout, so that a hanging command still shows its output.
    execFile(process.execPath, [main, ...args], { timeout: 110_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? NaN), output: stdout + stderr }),
    )
  })
}

/** The path of a module with a broken transport. */
export function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url))
}
