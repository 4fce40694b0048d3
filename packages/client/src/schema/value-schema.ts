import { isError } from '@lmc/transport'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { SchemaError } from './schema-error.ts'

type Result = StandardSchemaV1.Result<unknown>

/** How many places of a value a message names. */
const MOST_PLACES = 5

/** The schema of the values of a view. */
export class ValueSchema {
  readonly #schema: StandardSchemaV1['~standard']

  /** @throws {TypeError} when it is not a Standard Schema. */
  constructor(schema: StandardSchemaV1) {
    // A schema of ArkType is a function.
    const standard = schema?.['~standard']
    if (typeof standard?.validate !== 'function') {
      throw new TypeError('schema is no Standard Schema; expected one of zod, valibot, arktype or the like')
    }
    this.#schema = standard
  }

  /**
   * Checks that a value may be stored. Returns a promise when the schema is asynchronous. The value is stored
   * unchanged, not as the schema would change it.
   *
   * @throws {SchemaError} `invalid-value`.
   */
  check(value: unknown): Promise<void> | undefined {
    const result = this.#schema.validate(value)
    if (result instanceof Promise) return result.then(assertFits)
    assertFits(result)
    return undefined
  }

  /**
   * Resolves to the output of the schema for a stored value.
   *
   * @throws {SchemaError} `invalid-stored-value`, without a part of the value.
   */
  async read(value: unknown): Promise<unknown> {
    let result: Result
    try {
      result = await this.#schema.validate(value)
    } catch (error) {
      const name = isError(error) ? error.name : typeof error
      throw new SchemaError(
        'invalid-stored-value',
        `Stored value cannot be checked; the schema threw ${name}`,
      )
    }
    if (result.issues === undefined) return result.value
    const message = `Stored value does not fit the schema${placesOf(result.issues)}`
    throw new SchemaError('invalid-stored-value', message)
  }
}

function assertFits({ issues }: Result): void {
  if (issues === undefined) return
  const reason = issues[0]?.message ?? 'no reason is given'
  const message = `Value does not fit the schema${placesOf(issues)}: ${reason}`
  throw new SchemaError('invalid-value', message, issues)
}

/** ` at a.0, b` */
function placesOf(issues: readonly StandardSchemaV1.Issue[]): string {
  const places = new Set(issues.map(({ path = [] }) => path.map(nameOf).join('.')))
  places.delete('')
  if (places.size === 0) return ''
  const shown = [...places].slice(0, MOST_PLACES).join(', ')
  return ` at ${shown}${places.size > MOST_PLACES ? ' …' : ''}`
}

function nameOf(segment: PropertyKey | StandardSchemaV1.PathSegment): string {
  return String(typeof segment === 'object' ? segment.key : segment).slice(0, 40)
}
