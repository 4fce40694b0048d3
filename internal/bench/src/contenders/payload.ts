/** A value that is ASCII text, in the form that a client takes it. Both forms are made once. */
export class Payload {
  readonly text: string
  #bytes: Buffer | undefined

  constructor(text: string) {
    this.text = text
  }

  get bytes(): Buffer {
    return (this.#bytes ??= Buffer.from(this.text, 'latin1'))
  }
}
