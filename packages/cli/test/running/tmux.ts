import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { installDebianPackages } from '@lmc/memcached-server'
import { plainEnv, program } from './run-process.ts'

/** A window of tmux in which `lmc` runs, and behind it a line with its exit code. */
export class Tmux {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @throws {Error} one sentence, when there is no tmux. */
  static async run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Tmux> {
    await findTmux()
    const tmux = new Tmux(await mkdtemp(join(tmpdir(), 'lmc-tmux-')))
    const command = `'${process.execPath}' '${program}' ${args.join(' ')}; echo "code $?"; sleep 1000`
    await tmux.#call(env, 'new-session', '-d', '-x', '100', '-y', '30', command)
    return tmux
  }

  /** What the window shows. */
  async shown(): Promise<string> {
    return this.#call({}, 'capture-pane', '-p')
  }

  /** Resolves to what the window shows when that matches. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const shown = await this.shown()
      if (pattern.test(shown)) return shown
      await sleep(30)
    }
  }

  async type(...keys: string[]): Promise<void> {
    await this.#call({}, 'send-keys', ...keys)
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#call({}, 'resize-window', '-x', String(columns), '-y', String(rows))
  }

  async end(): Promise<void> {
    await this.#call({}, 'kill-server').catch(() => undefined)
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #call(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      'tmux',
      ['-u', '-S', join(this.#folder, 'socket'), '-f', '/dev/null', ...args],
      {
        env: plainEnv(env),
      },
    )
    return stdout
  }
}

async function findTmux(): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const child = execFile('tmux', ['-V'])
    child.on('error', () => undefined)
    const [code] = (await once(child, 'close')) as [number | null]
    return code === 0
  }
  if (await isThere()) return
  installDebianPackages('tmux')
  if (!(await isThere()))
    throw new Error(
      'There is no tmux on the PATH: install one (`apt-get install tmux`, `brew install tmux`).',
    )
}
