import { join } from 'node:path'
import { folders } from '../packed-packages.ts'
import { runFile } from '../run-file.ts'
import type { Runtime, RuntimeOptions } from './runtime.ts'

interface Command {
  readonly name: string
  /** The path of the program in `node_modules`. */
  readonly path: string
  /** What stands before the program of a package. */
  readonly args?: readonly string[]
  /** How the version begins that it prints. */
  readonly prints: string
}

const COMMANDS: readonly Command[] = [
  ...['20.19', '20', '22', '24', '26'].map((version) => ({
    name: 'Node',
    path: `node-${version}/bin/node`,
    prints: `v${version}.`,
  })),
  { name: 'Bun', path: '@oven/bun-linux-x64/bin/bun', prints: '1.' },
  { name: 'Deno', path: '@deno/linux-x64-glibc/deno', args: ['run', '--allow-all'], prints: 'deno 2.' },
]

/** Programs of a command line: Node.js in several versions, Bun and Deno. They run every package. */
export async function commandRuntimes({ folder, server }: RuntimeOptions): Promise<Runtime[]> {
  const runtimes: Runtime[] = []
  for (const { name, path, args = [], prints } of COMMANDS) {
    const file = join(folder, 'node_modules', path)
    const printed = await runFile(file, ['--version'], { cwd: folder })
    if (!printed.startsWith(prints)) throw new Error(`${path} says that it is ${printed.trim()}`)
    const [version] = /[\d.]+/.exec(printed) ?? []
    const run = async (program: string): Promise<void> => {
      const env = { MEMCACHED: server }
      await runFile(file, [...args, join('programs', `${program}.mjs`)], { cwd: folder, env })
    }
    runtimes.push({ name: `${name} ${version}`, packages: folders, run })
  }
  return runtimes
}
