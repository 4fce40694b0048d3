import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

/** A page that `lmc ui` serves. */
export interface ServedUi {
  readonly address: string
  readonly stop: () => Promise<void>
}

/** Starts `lmc ui` as a process. */
export async function serveUi(args: readonly string[]): Promise<ServedUi> {
  const manifest = createRequire(import.meta.url).resolve('@lmc/cli/package.json')
  const program = join(dirname(manifest), 'dist', 'main.js')
  const child = spawn(process.execPath, [program, 'ui', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string]
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    await once(child, 'close')
  }
  return { address, stop }
}
