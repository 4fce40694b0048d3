/** An ASCII value as string and as bytes. Each form is made once. */
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
