import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface CommandResult {
  /** The exit code; `NaN` when it had to be ended. */
  readonly code: number
  /** All that it has printed. */
  readonly output: string
}

/** Runs a command of this package to its end. */
export async function runCommand(name: string, args: readonly string[]): Promise<CommandResult> {
  const main = fileURLToPath(new URL(`../dist/${name}-main.js`, import.meta.url))
  return new Promise((resolve) => {
    // One that hangs is to show what it has printed.
    execFile(process.execPath, [main, ...args], { timeout: 110_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? NaN), output: stdout + stderr }),
    )
  })
}

/** The path of a module that exports a transport to be found out. */
export function program(name: string): string {
  return fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url))
}
