/** How many digests are remembered at most: a power of two. */
const SLOTS = 4096

/** The most characters of a key or a namespace whose digest is remembered. */
const MOST_CHARACTERS = 64

/** Makes the digest of a key in a namespace. The same arguments always give the same digest. */
type Digest = (key: string, namespace: string | undefined) => string

/** A key whose digest is known. */
interface Known {
  readonly hash: number
  readonly key: string
  readonly namespace: string | undefined
  readonly digest: string
}

/**
 * Remembers the digests of keys that are used again. A hash of the key selects its slot. The slot remembers a
 * key when the key comes there twice in a row. So a scan over many keys neither fills memory nor takes the
 * place of keys in use.
 */
export class RecentDigests {
  readonly #digest: Digest
  /** The hash of the last key that was not known, by slot. */
  readonly #lastHashes = new Int32Array(SLOTS)
  readonly #known: (Known | undefined)[] = Array.from({ length: SLOTS })

  constructor(digest: Digest) {
    this.#digest = digest
  }

  /** Returns what `digest` returns. */
  of(key: string, namespace: string | undefined): string {
    if (key.length > MOST_CHARACTERS || (namespace !== undefined && namespace.length > MOST_CHARACTERS))
      return this.#digest(key, namespace)
    const hash = hashOf(key, namespace)
    const slot = hash & (SLOTS - 1)
    const known = this.#known[slot]
    if (known?.hash === hash && known.key === key && known.namespace === namespace) return known.digest
    const digest = this.#digest(key, namespace)
    if (this.#lastHashes[slot] === hash)
      this.#known[slot] = { hash, key: copyOf(key), namespace: namespace && copyOf(namespace), digest }
    this.#lastHashes[slot] = hash
    return digest
  }
}

function hashOf(key: string, namespace = ''): number {
  let hash = namespace.length
  if (hash > 0) hash = Math.imul(hash, 31) + namespace.charCodeAt(hash - 1)
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0
  return hash ^ (hash >>> 12)
}

/** A string of its own: a part of a longer string would keep all of that string in memory. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}
