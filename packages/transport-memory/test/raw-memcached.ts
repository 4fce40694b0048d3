import { connect, type Socket } from 'node:net'

export interface RawItem {
  readonly value: Uint8Array
  readonly flags: number
  readonly cas: string
}

/**
 * Speaks memcached's text protocol to a real server, one command after the other, and hides nothing of the
 * replies.
 */
export class RawMemcached {
  readonly #socket: Socket
  #received = Buffer.alloc(0)
  #wake: () => void = () => undefined

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1').setNoDelay(true)
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
  }

  /** Sends a line, and a data block where there is one, and resolves to the first line of the reply. */
  async command(line: string, block?: Uint8Array): Promise<string> {
    this.#socket.write(
      Buffer.concat([Buffer.from(`${line}\r\n`), ...(block ? [block, Buffer.from('\r\n')] : [])]),
    )
    return this.line()
  }

  /** `set`, `add`, `replace`, `append`, `prepend` or `cas`. */
  async store(
    verb: string,
    key: string,
    value: Uint8Array,
    flags = 0,
    exptime = 0,
    cas = '',
  ): Promise<string> {
    return this.command(`${verb} ${key} ${flags} ${exptime} ${value.byteLength} ${cas}`.trim(), value)
  }

  async gets(...keys: readonly string[]): Promise<Map<string, RawItem>> {
    const items = new Map<string, RawItem>()
    let line = await this.command(`gets ${keys.join(' ')}`)
    for (; line !== 'END'; line = await this.line()) {
      const [, key = '', flags, length, cas = ''] = line.split(' ')
      const value = Uint8Array.from(await this.#take(Number(length)))
      await this.#take(2)
      items.set(key, { value, flags: Number(flags), cas })
    }
    return items
  }

  async statistics(): Promise<Record<string, string>> {
    const figures: Record<string, string> = {}
    let line = await this.command('stats')
    for (; line !== 'END'; line = await this.line()) {
      const [, name = '', ...figure] = line.split(' ')
      figures[name] = figure.join(' ')
    }
    return figures
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Resolves to the next line of a reply. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#received.indexOf('\r\n')
      if (end !== -1) return (await this.#take(end + 2)).toString('latin1', 0, end)
      await this.#more()
    }
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#received.byteLength < length) await this.#more()
    const taken = this.#received.subarray(0, length)
    this.#received = this.#received.subarray(length)
    return taken
  }

  async #more(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}
