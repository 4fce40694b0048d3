import { faultClauses, USUAL_EFFORT } from '@lmc/transport-tests/faults'
import { describe, expect, it } from 'vitest'
import { createContender } from '../../src/scenarios/contender.ts'
import { parseScenarioOptions } from '../../src/scenarios/scenario-options.ts'

const one = createContender({ name: 'one', isOurs: true, module: 'one' })
const other = createContender({ name: 'other 1.0', isOurs: false, module: 'other' })
const parse = (...args: string[]): ReturnType<typeof parseScenarioOptions> =>
  parseScenarioOptions(args, [one, other])

describe('parseScenarioOptions', () => {
  it('without options selects all transports and all clauses, with 20 rounds and 10 s of load, and writes the page', () => {
    expect(parse()).toEqual({
      contenders: [one, other],
      clauses: faultClauses,
      effort: { rounds: 20, load: 10_000 },
      isWritten: true,
    })
  })

  it.each([['--quick'], ['--transport', 'one'], ['hostile']])(
    'with %s does not write the page',
    (...args) => {
      expect(parse(...args)).toMatchObject({ isWritten: false })
    },
  )

  it('uses the effort of the tests for a quick run', () => {
    expect(parse('--quick')).toMatchObject({ effort: USUAL_EFFORT })
  })

  it('selects the named transports, and each clause once whose name has one of the parts', () => {
    const options = parse('--transport', 'other 1.0', 'hostile', 'keys', 'sends no byte')
    expect(options).toMatchObject({ contenders: [other] })
    const names = options === 'help' ? [] : options.clauses.map(({ name }) => name)
    expect(names.filter((name) => name.includes('hostile'))).toHaveLength(1)
    expect(new Set(names).size).toBe(names.length)
  })

  it('refuses an unknown transport or clause, and lists the known transports', () => {
    expect(() => parse('--transport', 'two')).toThrow('There is no transport "two"; there are one, other 1.0')
    expect(() => parse('no such clause')).toThrow('No clause has "no such clause" in its name')
  })

  it('asks for help by -h', () => {
    expect(parse('-h')).toBe('help')
  })
})
