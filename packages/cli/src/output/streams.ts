import type { Readable, Writable } from 'node:stream'
import type { ReadStream, WriteStream } from 'node:tty'

/** What a command reads, and where it writes. `process` has them. */
export interface Streams {
  readonly stdin: Input
  /** Results. */
  readonly stdout: Sink
  /** Remarks, questions and progress. */
  readonly stderr: Sink
}

/** Without `isTTY` it is no terminal. */
type Input = Readable & Partial<Pick<ReadStream, 'isTTY' | 'setRawMode'>>

/** Likewise. `fd` is its file, if it is one. */
type Sink = Writable & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>> & { readonly fd?: number }
