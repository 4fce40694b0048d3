import { Call } from '../call.ts'
import type { CommandWriter } from '../command-writer.ts'
import type { Reply } from '../reply.ts'
import { unexpectedReply } from '../unexpected-reply.ts'

const FIGURE = /^STAT (\S+) (.*)$/

/** memcached has some 100 figures; a server that never comes to an end is no memcached. */
const MOST_FIGURES = 10_000

/** `statistics` of one server, by `stats`. */
export class StatisticsCall extends Call<Record<string, string>> {
  readonly #figures: [name: string, figure: string][] = []

  constructor() {
    super('statistics', 16)
  }

  override write(writer: CommandWriter): void {
    writer.text('stats').end()
  }

  override accept(reply: Reply): boolean {
    if (reply.line === 'END') {
      this.resolve(Object.fromEntries(this.#figures))
      return true
    }
    const [, name, figure] = FIGURE.exec(reply.line) ?? []
    if (name === undefined || figure === undefined || this.#figures.length === MOST_FIGURES) {
      throw unexpectedReply(reply)
    }
    this.#figures.push([name, figure])
    return false
  }
}
