import { TrackerError } from '../tracker-error.ts'
import { encodeText, keyLine, LONGEST_LINE_BYTES } from './line-format.ts'

/** A key that is about to be stored. */
export interface TrackedKey<Key> {
  readonly key: Key
  /** Absent: none, which is one of its own. */
  readonly namespace?: string | undefined
  /** Whether the key is the memcached key as it is. Absent: it is not. */
  readonly raw?: boolean | undefined
}

/** A key as `announce` takes it. */
export interface IndexEntry {
  readonly namespace: string | undefined
  /** What the index holds for the key. */
  readonly line: string
}

/** @throws {TrackerError} `key-too-long` for a key that takes more bytes than a line has room for. */
export function toEntry<Key>({ key, namespace, raw = false }: TrackedKey<Key>): IndexEntry {
  const line = keyLine(JSON.stringify(key), raw)
  // A character takes up to three bytes.
  if (line.length > LONGEST_LINE_BYTES / 3) assertFits(line)
  return { namespace, line }
}

function assertFits(line: string): void {
  const byteLength = encodeText(line).byteLength
  if (byteLength <= LONGEST_LINE_BYTES) return
  const problem = `Key takes ${byteLength} bytes in the list of keys`
  const begin = `${line.slice(1, 40)}…`
  throw new TrackerError('key-too-long', `${problem}, which takes at most ${LONGEST_LINE_BYTES}: ${begin}`)
}
