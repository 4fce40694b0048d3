import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder of the repository. */
export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** The folders in `packages`. */
export const folders: readonly string[] = (await readdir(join(root, 'packages'))).toSorted()

/** Options that make npm prefer its cache, and print no advice. */
export const QUIETLY: readonly string[] = ['--prefer-offline', '--no-audit', '--no-fund']

/** The packages of this repository as tarballs, and folders for installing them. */
export class PackedPackages {
  /** The paths of the tarballs, by the names of the packages. */
  readonly tarballs: ReadonlyMap<string, string>
  readonly #scratch: string

  private constructor(scratch: string, tarballs: ReadonlyMap<string, string>) {
    this.#scratch = scratch
    this.tarballs = tarballs
  }

  static async pack(): Promise<PackedPackages> {
    const scratch = await mkdtemp(join(tmpdir(), 'lmc-packed-'))
    const tarballs = new Map<string, string>()
    for (const folder of folders) {
      const { stdout } = await run('pnpm', ['pack', '--json', '--pack-destination', scratch], {
        cwd: join(root, 'packages', folder),
      })
      const { name, filename }: { name: string; filename: string } = JSON.parse(stdout)
      tarballs.set(name, filename)
    }
    return new PackedPackages(scratch, tarballs)
  }

  /** An empty folder. */
  async folder(...names: string[]): Promise<string> {
    const folder = join(this.#scratch, 'folders', ...names)
    await mkdir(folder, { recursive: true })
    return folder
  }

  /** Makes a folder, and installs only these packages and their dependencies in it. */
  async install(...wanted: string[]): Promise<string> {
    const folder = await this.folder(...wanted)
    const files = [...this.tarballs].map(([name, path]) => [name, `file:${path}`] as const)
    const manifest = {
      private: true,
      dependencies: Object.fromEntries(files.filter(([name]) => wanted.includes(name))),
      // The other packages of ours are not in the registry yet.
      overrides: Object.fromEntries(files.filter(([name]) => !wanted.includes(name))),
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await run('npm', ['install', ...QUIETLY, '--no-package-lock'], { cwd: folder })
    return folder
  }

  async remove(): Promise<void> {
    await rm(this.#scratch, { recursive: true })
  }
}
