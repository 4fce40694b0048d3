/** A number of calls of one method of a subject, with a number of them in flight. */
export interface BuildWorkload<Subject> {
  readonly name: string
  readonly inFlight: number
  /** The number of calls in a round. */
  readonly calls: number
  /** Makes the call with this number. */
  readonly call: (subject: Subject, index: number) => Promise<unknown>
}
