import { writeSync } from 'node:fs'

/** The values that every client is asked to store, by the keys that it stores them under. */
const values = {
  text: 'plain',
  unicode: 'grüße 鍵',
  empty: '',
  lines: 'a\r\nb\\\nc',
  digits: '42',
  long: 'all work and no play '.repeat(200),
  integer: 42,
  negative: -7,
  fraction: 1.5,
  yes: true,
  no: false,
  nothing: null,
  list: [1, 'a', null],
  object: { a: [1, 2], b: 'é' },
  large: { items: Array.from({ length: 200 }, () => 'all work and no play') },
  bytes: Buffer.from([0, 0xff, 0x80, 0x0d, 0x0a]),
  byteDigits: Buffer.from('42'),
}

/** A client that does not answer within so many milliseconds hangs. */
const PATIENCE = 2000

/**
 * Runs a client as each program of this folder does. `write` stores all values and prints why it could not
 * store some, `read` prints what the client takes the items for.
 *
 * @param open makes a client of `host:port`: `set(key, value)` and `get(key)`, `undefined` for a miss
 */
export async function runClient(open) {
  const [task, address] = process.argv.slice(2)
  const answers = {}
  for (const [key, value] of Object.entries(values)) {
    // One client for each key: what an item does to a client is not to be laid at the door of the next.
    const client = await open(address)
    try {
      if (task === 'write') await within(client.set(key, value))
      else answers[key] = described(await within(client.get(key)))
    } catch (error) {
      answers[key] = { kind: 'error', value: String(error?.message ?? error).slice(0, 100) }
    }
  }
  writeSync(1, JSON.stringify(answers))
  process.exit(0)
}

function within(promise) {
  const end = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('hangs')), PATIENCE)
    // What a client throws where nobody can catch it would end the process.
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', () => reject(new Error('crashes')))
  })
  return Promise.race([promise, end])
}

function described(value) {
  if (value === undefined) return { kind: 'miss' }
  if (value === null) return { kind: 'data', value }
  if (value instanceof Uint8Array) return { kind: 'bytes', value: Buffer.from(value).toString('hex') }
  if (typeof value === 'string') return { kind: 'text', value }
  return { kind: 'data', value }
}
