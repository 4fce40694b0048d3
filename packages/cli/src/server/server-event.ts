/** What a server tells while it is watched, by memcached's names. */
export interface ServerEvent {
  /** Seconds since 1970. */
  readonly time?: number
  /** As in `item_get`, `item_store`, `eviction`; absent where the server says that it has left events out. */
  readonly type?: string
  /** The memcached key. */
  readonly key?: string
  readonly [name: string]: string | number | undefined
}

/**
 * Reads a line of `watch`, such as `ts=1660844263.654 gid=3 type=item_get key=foo status=not_found clsid=0`.
 *
 * @see https://github.com/memcached/memcached/blob/master/doc/protocol.txt section "Watchers"
 */
export function parseEvent(line: string): ServerEvent {
  const event: Record<string, string | number> = {}
  for (const pair of line.split(' ')) {
    const at = pair.indexOf('=')
    if (at > 0) addFigure(event, pair.slice(0, at), pair.slice(at + 1))
  }
  return Object.keys(event).length === 0 ? { note: line } : event
}

function addFigure(event: Record<string, string | number>, name: string, text: string): void {
  if (name === 'ts') event['time'] = Number(text)
  else if (name === 'key') event['key'] = decodeKey(text)
  else event[name] = /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

/** Keys come as parts of a URL; bytes that are no UTF-8 become U+FFFD. */
function decodeKey(key: string): string {
  const bytes = key.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}
