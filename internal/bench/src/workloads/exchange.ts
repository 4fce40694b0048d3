/**
 * The bytes of calls on the wire, in ASCII. All commands have the same length, and so have all replies. Calls
 * are numbered as those of the job; `command(i + distinct)` is `command(i)`.
 */
export interface Exchange {
  readonly distinct: number
  command(i: number): string
  reply(i: number): string
}

export function getCommand(key: string): string {
  return `mg ${key} v\r\n`
}

export function setCommand(key: string, text: string): string {
  return `ms ${key} ${text.length}\r\n${text}\r\n`
}

/** The reply to the get of a text. */
export function valueReply(text: string): string {
  return `VA ${text.length}\r\n${text}\r\n`
}

/** The reply to a set. */
export const STORED = 'HD\r\n'
