const MOST_SHOWN = 80

/** Describes a server that does not speak the binary protocol, by its answer. */
export function describeStranger(answer: Buffer): string {
  const line = /^[ -~]*/.exec(answer.toString('latin1', 0, MOST_SHOWN))?.[0] ?? ''
  if (line === '') return 'the server does not speak the binary protocol: it answered with other bytes'
  const isTextOnly = line === 'ERROR' || line.includes('unauthenticated')
  const remedy = isTextOnly ? '; memcached speaks it without "-B ascii" and without an auth file ("-Y")' : ''
  return `the server does not speak the binary protocol: it answered "${line}"${remedy}`
}
