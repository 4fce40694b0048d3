const STORED = /^(STORED|NOT_STORED)$/

/** The first line of a reply to each command, but for errors. */
const FIRST_LINES: Readonly<Record<string, RegExp>> = {
  get: /^(END|VALUE [^ ]+ \d+ \d+)$/,
  gets: /^(END|VALUE [^ ]+ \d+ \d+ \d+)$/,
  set: STORED,
  add: STORED,
  replace: STORED,
  append: STORED,
  prepend: STORED,
  cas: /^(STORED|EXISTS|NOT_FOUND|NOT_STORED)$/,
  delete: /^(DELETED|NOT_FOUND)$/,
  touch: /^(TOUCHED|NOT_FOUND)$/,
  md: /^(HD|NF|EX)$/,
  ma: /^(VA \d+|NF)$/,
  flush_all: /^OK$/,
  stats: /^(END|STAT [^ ]+ .*)$/,
}

const FAILURE = /^(ERROR|(CLIENT|SERVER)_ERROR .*)$/

/** Whether these lines can be the reply to this command. Bytes of a reply may be missing or changed. */
export function isReplyTo(command: string, [first = '', ...rest]: readonly string[]): boolean {
  const [verb = '', key] = command.split(/[ \r]/, 2)
  const last = rest.at(-1)
  if (FAILURE.test(first)) return rest.length === 0
  if (FIRST_LINES[verb]?.test(first) !== true) return false
  if (first.startsWith('VALUE ')) return first.split(' ')[1] === key && rest.length === 2 && last === 'END'
  if (first.startsWith('STAT '))
    return last === 'END' && rest.slice(0, -1).every((line) => line.startsWith('STAT '))
  if (first.startsWith('VA ')) return rest.length === 1 && /^\d{1,20}$/.test(last ?? '')
  return rest.length === 0
}
