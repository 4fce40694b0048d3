import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { QUIETLY } from '../packed-packages.ts'
import { installedBy, sampleOf } from '../readme.ts'
import { runFile } from '../run-file.ts'

/** A project of somebody who has only the registry: an empty folder, and what is installed there. */
export class NewProject {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder
    this.#env = env
  }

  /** @param env the environment that names the registry. */
  static async create(folder: string, env: NodeJS.ProcessEnv): Promise<NewProject> {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    return new NewProject(folder, env)
  }

  async install(names: readonly string[]): Promise<void> {
    await runFile('npm', ['install', ...QUIETLY, ...names], { cwd: this.#folder, env: this.#env })
  }

  /** Installs what a README installs, runs its sample against a memcached, and resolves to what it prints. */
  async follow(readme: string, server: string): Promise<string> {
    await this.install(await installedBy(readme))
    await writeFile(join(this.#folder, 'sample.js'), await sampleOf(readme, server))
    return runFile(process.execPath, ['sample.js'], { cwd: this.#folder })
  }

  /** The versions of the packages that were installed by name. */
  async versions(): Promise<ReadonlyMap<string, string>> {
    const listed = await runFile('npm', ['ls', '--json'], { cwd: this.#folder })
    const { dependencies }: { dependencies: Record<string, { version: string }> } = JSON.parse(listed)
    return new Map(Object.entries(dependencies).map(([name, { version }]) => [name, version]))
  }
}
