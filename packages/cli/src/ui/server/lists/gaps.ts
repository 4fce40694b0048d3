import { isTransportError, type TransportError } from '@lmc/client'

/** Why a list may be incomplete: sentences, each once. */
export class Gaps {
  readonly #sentences = new Set<string>()

  /** Notes that a server does not give its lines of a list of keys. */
  readonly onPartial = (error: TransportError): void => this.addFailure('Lines of the lists of keys', error)

  get sentences(): readonly string[] {
    return [...this.#sentences]
  }

  add(sentence: string): void {
    this.#sentences.add(sentence)
  }

  /**
   * Notes that a server fails.
   *
   * @param missing what is missing for that reason, such as "Items".
   */
  addFailure(missing: string, error: unknown): void {
    const server = isTransportError(error) ? error.server : undefined
    const reason = error instanceof Error ? error.message : String(error)
    this.add(`${missing}${server === undefined ? '' : ` of ${server}`} are missing: ${reason}.`)
  }
}
