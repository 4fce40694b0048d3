import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '@lmc/memcached-server'
import { QUIETLY, root } from '../packed-packages.ts'
import { runFile } from '../run-file.ts'
import { untilAnswers } from '../until-answers.ts'

/** A registry on this machine. It has what is published to it, and passes other packages on from npm. */
export class Registry {
  readonly address: string
  /** A file with settings of npm: this registry, and a token for it. */
  readonly settings: string
  /**
   * The environment in which npm and pnpm use this registry. They do not read the user's settings then, so
   * they have no token for another registry.
   */
  readonly env: NodeJS.ProcessEnv
  readonly #process: ChildProcess

  private constructor(folder: string, address: string, child: ChildProcess) {
    this.address = address
    this.settings = join(folder, 'settings')
    this.env = {
      npm_config_userconfig: this.settings,
      npm_config_registry: address,
      npm_config_cache: join(folder, 'cache'),
      NPM_TOKEN: undefined,
      NODE_AUTH_TOKEN: undefined,
    }
    this.#process = child
  }

  /** Installs a registry in a new folder, and resolves when it answers. */
  static async start(folder: string): Promise<Registry> {
    await cp(join(root, 'internal', 'packed', 'registry'), folder, { recursive: true })
    await runFile('npm', ['ci', ...QUIETLY], { cwd: folder })
    const setting = async (name: string): Promise<string> =>
      (await runFile('npm', ['config', 'get', name], { cwd: folder })).trim()
    const config = {
      storage: join(folder, 'storage'),
      uplinks: { npm: { url: await setting('registry'), timeout: '60s', maxage: '1h' } },
      packages: {
        '@lmc/*': { access: '$all', publish: '$anonymous' },
        '**': { access: '$all', proxy: 'npm' },
      },
      log: { type: 'stdout', format: 'pretty', level: 'error' },
    }
    await mkdir(config.storage)
    // JSON is YAML.
    await writeFile(join(folder, 'config.yaml'), JSON.stringify(config))
    const host = `127.0.0.1:${await freePort()}`
    const address = `http://${host}/`
    const verdaccio = join(folder, 'node_modules', 'verdaccio', 'bin', 'verdaccio')
    const cafile = await setting('cafile')
    const child = spawn(process.execPath, [verdaccio, '--config', 'config.yaml', '--listen', host], {
      cwd: folder,
      env: {
        ...process.env,
        ...(cafile !== 'null' && { NODE_EXTRA_CA_CERTS: cafile }),
        // It warns root.
        NODE_NO_WARNINGS: '1',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const registry = new Registry(folder, address, child)
    // Every registry wants a token, and this one takes any.
    const settings = [`registry=${address}`, `@lmc:registry=${address}`, `//${host}/:_authToken=anybody`]
    await writeFile(registry.settings, `${settings.join('\n')}\n`)
    await untilAnswers(child, `${address}-/ping`)
    return registry
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill()
    await ended
  }
}
