import type { Reply } from './exchange.ts'
import type { Random } from './random.ts'

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Any byte, or one that is likely to make sense. */
const byte = (random: Random): string =>
  random.below(2) === 0
    ? String.fromCharCode(random.below(256))
    : random.pick([...DIGITS, ' ', '\r', '\n', 'O', 's', 'f'])

const damages: readonly ((replies: readonly Reply[], random: Random) => string)[] = [
  // A reply is lost, doubled, or comes too late.
  (replies, random) => {
    const lost = random.below(replies.length)
    return join(replies.filter((_, index) => index !== lost))
  },
  (replies, random) => {
    const doubled = random.below(replies.length)
    return join(replies.flatMap((reply, index) => (index === doubled ? [reply, reply] : [reply])))
  },
  (replies, random) => {
    const late = random.below(replies.length)
    const rest = replies.filter((_, index) => index !== late)
    return join([...rest.slice(0, late + 1), replies[late] ?? [], ...rest.slice(late + 1)])
  },
  // Something comes in between, or instead of the rest.
  (replies, random) => {
    const at = random.below(replies.length + 1)
    const line = random.pick([
      '\r\n',
      'STORED\r\n',
      'END\r\n',
      'MN\r\n',
      'HD\r\n',
      'EN Oooo0\r\n',
      'VA 1 f0 Oooo0\r\nx\r\n',
    ])
    return join(replies.slice(0, at)) + line + join(replies.slice(at))
  },
  (replies, random) => {
    const at = random.below(replies.length + 1)
    const garbage = Array.from({ length: 1 + random.below(40) }, () => byte(random)).join('')
    return join(replies.slice(0, at)) + garbage
  },
  (replies, random) => {
    const stream = join(replies)
    return stream.slice(0, random.below(stream.length))
  },
  // One byte of what is no value is lost, added or another.
  (replies, random) => damageByte(replies, random, (text, at) => text.slice(0, at) + text.slice(at + 1)),
  (replies, random) =>
    damageByte(replies, random, (text, at) => text.slice(0, at) + byte(random) + text.slice(at)),
  (replies, random) =>
    damageByte(replies, random, (text, at) => text.slice(0, at) + byte(random) + text.slice(at + 1)),
]

/** Returns the replies as one stream, damaged somewhere in one of many ways. */
export function damage(replies: readonly Reply[], random: Random): string {
  return random.pick(damages)(replies, random)
}

/** Returns the replies as one stream. */
export function join(replies: readonly Reply[]): string {
  return replies.map((reply) => reply.map(({ text }) => text).join('')).join('')
}

function damageByte(
  replies: readonly Reply[],
  random: Random,
  change: (text: string, at: number) => string,
): string {
  const pieces = replies.flat()
  let index = random.below(pieces.length)
  while (pieces[index]?.isValue === true) index = random.below(pieces.length)
  return pieces
    .map(({ text }, at) => (at === index ? change(text, random.below(text.length)) : text))
    .join('')
}
