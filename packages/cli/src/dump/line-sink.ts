import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import type { Output } from '../output/output.ts'

/** Where lines go. */
export interface LineSink {
  line(text: string): Promise<void>
  /** All lines are there. */
  end(): Promise<void>
  /** There will be no more lines, and those that are there are not all. */
  giveUp(): Promise<void>
}

const CHUNK = 65_536

/** Opens a file for lines; `-` is standard output. */
export async function openSink(path: string, output: Output): Promise<LineSink> {
  if (path !== '-') return FileSink.open(path)
  return {
    line: async (text) => output.line(text),
    end: async () => output.flush(),
    giveUp: async () => undefined,
  }
}

/** A file that has its name only when all lines are in it. */
class FileSink implements LineSink {
  readonly #path: string
  readonly #part: string
  readonly #file: FileHandle
  #gathered: string[] = []
  #length = 0

  private constructor(path: string, part: string, file: FileHandle) {
    this.#path = path
    this.#part = part
    this.#file = file
  }

  static async open(path: string): Promise<FileSink> {
    const part = `${path}.part`
    // What a cache holds is nobody else's business.
    return new FileSink(path, part, await open(part, 'w', 0o600))
  }

  async line(text: string): Promise<void> {
    this.#gathered.push(text, '\n')
    this.#length += text.length
    if (this.#length >= CHUNK) await this.#flush()
  }

  async end(): Promise<void> {
    await this.#flush()
    await this.#file.close()
    await rename(this.#part, this.#path)
  }

  async giveUp(): Promise<void> {
    await this.#file.close()
    await rm(this.#part)
  }

  async #flush(): Promise<void> {
    const text = this.#gathered.join('')
    this.#gathered = []
    this.#length = 0
    await this.#file.write(text)
  }
}
