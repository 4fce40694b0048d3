import type { Call } from './call.ts'
import { Opcode } from '../wire/opcode.ts'

/** The call for a server's figures, one reply each. */
export function toStatisticsCall(): Call<Record<string, string>> {
  const figures: [string, string][] = []
  return {
    command: 'statistics',
    requests: [{ opcode: Opcode.statistics }],
    answers: [],
    collect: ({ key, val }) => {
      if (key.length > 0) figures.push([key.toString(), val.toString()])
    },
    result: () => Object.fromEntries(figures),
  }
}
