/** The methods that take several keys, and what they do with each. */
const batches: Readonly<Record<string, string>> = {
  getMany: 'get',
  hasMany: 'has',
  getOrSetMany: 'getOrSet',
  setMany: 'set',
  invalidateMany: 'invalidate',
  invalidateDependents: 'invalidateDependents',
}

/** The name of a call, by the conventions. */
export interface OperationName {
  readonly name: string
  /** How many operations the batch has. Absent: the call is no batch. */
  readonly batchSize: number | undefined
}

/**
 * Gives the name of an operation. A batch is named after what it does with each key: `getMany` is `BATCH
 * get`. A batch of one key is that operation itself.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/db/database-spans/ notes on `db.operation.name` and
 *   `db.operation.batch.size`
 */
export function operationName(operation: string, keys: number): OperationName {
  const single = batches[operation]
  if (single === undefined) return { name: operation, batchSize: undefined }
  if (keys === 1) return { name: single, batchSize: undefined }
  return { name: `BATCH ${single}`, batchSize: keys }
}
