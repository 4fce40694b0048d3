import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { plainEnv, program } from './run-process.ts'

/** A command that runs on a terminal. */
export class TerminalRun {
  /** All that has been shown so far, with its control sequences. */
  shown = ''
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<unknown[]>

  /** @param tail what stands behind the command in the shell, such as `| cat`. */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv, tail = '') {
    const command = `stty cols 100 rows 30; ${[process.execPath, program, ...args].map(quote).join(' ')} ${tail}`
    // Of util-linux: it makes a terminal of pipes, and ends as the command does.
    this.#child = spawn('script', ['-qfec', command, '/dev/null'], {
      env: plainEnv({ TERM: 'xterm', ...env }),
      stdio: 'pipe',
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.shown += text))
    this.#ended = once(this.#child, 'close').catch((error: unknown) => {
      throw new Error('`script` cannot be run: install it (`apt-get install bsdutils`).', { cause: error })
    })
  }

  /** Resolves when the text is shown. */
  async until(text: string | RegExp): Promise<void> {
    const isShown = (): boolean =>
      typeof text === 'string' ? this.shown.includes(text) : text.test(this.shown)
    while (!isShown()) {
      const ended = await Promise.race([
        once(this.#child.stdout, 'data').then(() => false),
        this.#ended.then(() => true),
      ])
      if (ended && !isShown()) throw new Error(`The command ended and had not shown ${text}: ${this.shown}`)
    }
  }

  /** Types keys. */
  type(keys: string): void {
    this.#child.stdin.write(keys)
  }

  /** Resolves to the exit code when the command has ended. */
  async end(): Promise<number | null> {
    const [code] = (await this.#ended) as [number | null]
    return code
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
