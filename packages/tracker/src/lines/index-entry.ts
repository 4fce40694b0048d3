import type { Seconds } from '@lmc/transport'
import { TrackerError } from '../tracker-error.ts'
import { LONGEST_HEAD_BYTES, LONGEST_LINE_BYTES } from './index-line.ts'

/** A key that is about to be stored. */
export interface TrackedKey<Key> {
  readonly key: Key
  /** Absent: none, which is one of its own. */
  readonly namespace?: string | undefined
  readonly raw: boolean
  /** The lifetime that the value is stored with; 0 is for ever. */
  readonly lifetime: Seconds
}

/** A key as `announce` takes it. */
export interface IndexEntry {
  readonly namespace: string | undefined
  readonly raw: boolean
  /** The key, in JSON. */
  readonly json: string
  readonly lifetime: Seconds
}

const LONGEST_JSON_BYTES = LONGEST_LINE_BYTES - LONGEST_HEAD_BYTES

/** @throws {TrackerError} `key-too-long` for a key that takes more bytes than a line has room for. */
export function toEntry<Key>({ key, namespace, raw, lifetime }: TrackedKey<Key>): IndexEntry {
  const json = JSON.stringify(key)
  // A character takes up to three bytes.
  if (json.length > LONGEST_JSON_BYTES / 3) assertFits(json)
  return { namespace, raw, json, lifetime }
}

function assertFits(json: string): void {
  const byteLength = Buffer.byteLength(json)
  if (byteLength <= LONGEST_JSON_BYTES) return
  const problem = `Key takes ${byteLength} bytes in the list of keys, which takes at most ${LONGEST_JSON_BYTES}`
  throw new TrackerError('key-too-long', `${problem}: ${json.slice(0, 40)}…`)
}
