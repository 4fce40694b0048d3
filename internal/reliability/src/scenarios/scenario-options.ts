import { parseArgs } from 'node:util'
import { type Effort, type FaultClause, faultClauses, USUAL_EFFORT } from '@lmc/transport-tests/faults'
import type { Contender } from './contender.ts'

export const USAGE = `Usage: pnpm scenarios [options] [part of a clause's name ...]

  --transport <name>  only this one; may be given several times
  --quick             with as little effort as the tests

A run of all of it, and not quick, is written into docs/reliability.md.`

/** Enough rounds for a median, and a long load. */
const EFFORT: Effort = { rounds: 20, load: 10_000 }

export interface ScenarioOptions {
  readonly contenders: readonly Contender[]
  readonly clauses: readonly FaultClause[]
  readonly effort: Effort
  /** Whether to write the page. */
  readonly isWritten: boolean
}

/**
 * Reads the command line.
 *
 * @throws {TypeError} for an unknown option, transport or clause.
 */
export function parseScenarioOptions(
  args: readonly string[],
  all: readonly Contender[],
): ScenarioOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      quick: { type: 'boolean' },
      transport: { type: 'string', multiple: true },
    },
  })
  if (values.help === true) return 'help'
  const isQuick = values.quick === true
  return {
    contenders: values.transport?.map((name) => contenderNamed(name, all)) ?? all,
    clauses: clausesNamed(positionals),
    effort: isQuick ? USUAL_EFFORT : EFFORT,
    isWritten: !isQuick && values.transport === undefined && positionals.length === 0,
  }
}

function contenderNamed(name: string, all: readonly Contender[]): Contender {
  const contender = all.find((candidate) => candidate.name === name)
  if (contender) return contender
  const names = all.map((candidate) => candidate.name).join(', ')
  throw new TypeError(`There is no transport "${name}"; there are ${names}`)
}

/** The clauses with one of these parts in their names; all clauses when there are no parts. */
function clausesNamed(parts: readonly string[]): readonly FaultClause[] {
  const strange = parts.find((part) => !faultClauses.some(({ name }) => name.includes(part)))
  if (strange !== undefined) throw new TypeError(`No clause has "${strange}" in its name`)
  return parts.length === 0
    ? faultClauses
    : faultClauses.filter(({ name }) => parts.some((part) => name.includes(part)))
}
