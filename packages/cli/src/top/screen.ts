import { emitKeypressEvents, type Key } from 'node:readline'
import ansiEscapes from 'ansi-escapes'

/** The terminal while a program fills it. */
export class Screen {
  readonly #onKey: (name: string) => void
  readonly #onResize: () => void
  readonly #hasKeys: boolean

  /**
   * Takes the terminal, until `close()`.
   *
   * @param onKey is told of each key by its name, as `q` or `left`. Ctrl-C is a signal, as without the
   *   screen.
   */
  constructor(onKey: (name: string) => void, onResize: () => void) {
    this.#onKey = onKey
    this.#onResize = onResize
    this.#hasKeys = process.stdin.isTTY
    process.stdout.write(ansiEscapes.enterAlternativeScreen + ansiEscapes.cursorHide)
    process.stdout.on('resize', this.#onResize)
    if (!this.#hasKeys) return
    emitKeypressEvents(process.stdin)
    process.stdin.setRawMode(true).on('keypress', this.#onKeypress).resume()
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = process.stdout
    return { columns, rows }
  }

  /** Shows these lines and nothing else, at once, so that nothing flickers. */
  draw(lines: readonly string[]): void {
    const text = lines.map((line) => line + ansiEscapes.eraseEndLine).join('\r\n')
    process.stdout.write(
      ansiEscapes.synchronizedOutput(ansiEscapes.cursorTo(0, 0) + text + ansiEscapes.eraseDown),
    )
  }

  /** Gives the terminal back as it was. */
  close(): void {
    process.stdout.off('resize', this.#onResize)
    process.stdout.write(ansiEscapes.cursorShow + ansiEscapes.exitAlternativeScreen)
    if (!this.#hasKeys) return
    process.stdin.setRawMode(false).off('keypress', this.#onKeypress).pause()
  }

  readonly #onKeypress = (_text: string | undefined, { name, ctrl }: Key): void => {
    if (ctrl === true && name === 'c') process.kill(process.pid, 'SIGINT')
    else if (name !== undefined) this.#onKey(name)
  }
}
