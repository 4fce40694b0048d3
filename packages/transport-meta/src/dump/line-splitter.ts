import { ProtocolError } from '../wire/protocol-error.ts'

/** A key has 250 bytes, each of which may take three characters; its figures have less than that. */
const LONGEST_LINE = 2048

/** Cuts bytes into lines, which end with a line feed or with a carriage return and one. */
export class LineSplitter {
  #rest = ''

  /**
   * Takes the next bytes. Returns the lines that are complete with them, without their ends.
   *
   * @throws {ProtocolError} when a line has no end within 2,048 characters.
   */
  take(bytes: Uint8Array): string[] {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > LONGEST_LINE) throw new ProtocolError(`a line of over ${LONGEST_LINE} bytes came`)
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  }
}
