import { Call } from '../calls/call.ts'
import type { Command, Pending } from '../calls/command.ts'
import type { CommandWriter } from '../wire/command-writer.ts'
import type { Reply } from '../wire/reply.ts'
import { unexpectedReply } from '../wire/unexpected-reply.ts'

const FIGURE = /^STAT (\S+) (.*)$/

/** memcached has some 100 figures; a server that never comes to an end is no memcached. */
const MOST_FIGURES = 10_000

/**
 * `statistics` of one server, by `stats`.
 *
 * @param name the method of the transport, for errors.
 */
export function createStatisticsCall(name: string = 'statistics'): Call<Record<string, string>> {
  return new Call(name, new StatisticsCommand(), 16)
}

class StatisticsCommand implements Command<Record<string, string>> {
  readonly #figures: [name: string, figure: string][] = []

  get isRepeatable(): boolean {
    return true
  }

  write(writer: CommandWriter): void {
    writer.text('stats').end()
  }

  accept(reply: Reply, call: Pending<Record<string, string>>): boolean {
    if (reply.line === 'END') {
      call.resolve(Object.fromEntries(this.#figures))
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
