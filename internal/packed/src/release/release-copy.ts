import assert from 'node:assert/strict'
import { cp, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { root } from '../packed-packages.ts'
import { runFile } from '../run-file.ts'
import type { Registry } from './registry.ts'

/** What is not copied: what is installed or built, and the history. */
const LEFT_OUT = new Set(['.git', '.next', '.nitro', '.output', '.turbo', 'coverage', 'dist', 'node_modules'])

const AUTHOR = { NAME: 'nobody', EMAIL: 'nobody@localhost' }

/** A copy of the repository, with an installation and a history of its own. Releases are made in it. */
export class ReleaseCopy {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  static async create(folder: string): Promise<ReleaseCopy> {
    await cp(root, folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) })
    const copy = new ReleaseCopy(folder)
    // changesets asks the history which commits have brought a change.
    await copy.#run('git', ['init', '--quiet'])
    await copy.#run('git', ['add', '--all'])
    await copy.#run('git', ['commit', '--quiet', '--no-verify', '--message', 'The repository as it is'])
    await copy.#run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--loglevel=error'])
    return copy
  }

  /** Gives the packages their next versions and changelogs, as the workflow of the release does. */
  async version(): Promise<void> {
    await this.#run('pnpm', ['exec', 'changeset', 'version'])
  }

  /** Builds the packages, and publishes them to the registry, by the command of the workflow. */
  async publish({ address, env, settings }: Registry): Promise<void> {
    // pnpm has more files with settings of the user, and this one comes before them.
    await cp(settings, join(this.folder, '.npmrc'))
    for (const setting of ['registry', '@lmc:registry']) {
      const found = await this.#run('pnpm', ['config', 'get', setting], env)
      assert.equal(found.trim(), address, `pnpm would publish to another registry, by ${setting}`)
    }
    await this.#run(process.execPath, ['scripts/run.mjs', 'release'], env)
  }

  /**
   * The version of a package.
   *
   * @throws {Error} when it is below the first release, 0.1.0, or has no entry in the changelog.
   */
  async versionOf(name: string): Promise<string> {
    const path = join(this.folder, 'packages', name)
    const { version }: { version: string } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'))
    assert.doesNotMatch(version, /^0\.0\./, `${name} would be ${version}: it lacks a changeset, a minor`)
    const changelog = await readFile(join(path, 'CHANGELOG.md'), 'utf8')
    assert.ok(changelog.includes(`\n## ${version}\n`), `The changelog of ${name} has no ${version}`)
    return version
  }

  async #run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    const names = Object.entries(AUTHOR).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ])
    return runFile(file, args, { cwd: this.folder, env: { ...Object.fromEntries(names), ...env } })
  }
}
