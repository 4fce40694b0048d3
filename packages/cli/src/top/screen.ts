import { emitKeypressEvents, type Key } from 'node:readline'
import ansiEscapes from 'ansi-escapes'
import type { Streams } from '../output/streams.ts'

/** The size of a terminal that does not tell its own. */
const COLUMNS = 80
const ROWS = 24

/** The terminal while a program fills it. */
export class Screen {
  readonly #stdin: Streams['stdin']
  readonly #stdout: Streams['stdout']
  readonly #onKey: (name: string) => void
  readonly #onResize: () => void
  readonly #hasKeys: boolean

  /**
   * Takes the terminal, until `close()`.
   *
   * @param onKey is told of each key by its name, as `q` or `left`. Ctrl-C is a signal, as without the
   *   screen.
   */
  constructor({ stdin, stdout }: Streams, onKey: (name: string) => void, onResize: () => void) {
    this.#stdin = stdin
    this.#stdout = stdout
    this.#onKey = onKey
    this.#onResize = onResize
    this.#hasKeys = stdin.isTTY === true
    this.#stdout.write(ansiEscapes.enterAlternativeScreen + ansiEscapes.cursorHide)
    this.#stdout.on('resize', this.#onResize)
    if (!this.#hasKeys) return
    emitKeypressEvents(this.#stdin)
    this.#stdin.setRawMode?.(true)
    this.#stdin.on('keypress', this.#onKeypress).resume()
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns = COLUMNS, rows = ROWS } = this.#stdout
    return { columns, rows }
  }

  /** Shows these lines and nothing else, at once, so that nothing flickers. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => line + ansiEscapes.eraseEndLine).join('\r\n')
    this.#stdout.write(
      ansiEscapes.synchronizedOutput(ansiEscapes.cursorTo(0, 0) + text + ansiEscapes.eraseDown),
    )
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#stdout.off('resize', this.#onResize)
    this.#stdout.write(ansiEscapes.cursorShow + ansiEscapes.exitAlternativeScreen)
    if (!this.#hasKeys) return
    this.#stdin.setRawMode?.(false)
    this.#stdin.off('keypress', this.#onKeypress).pause()
  }

  readonly #onKeypress = (_text: string | undefined, { name, ctrl }: Key): void => {
    if (ctrl === true && name === 'c') process.kill(process.pid, 'SIGINT')
    else if (name !== undefined) this.#onKey(name)
  }
}
