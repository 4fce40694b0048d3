/** What the page is told when it is opened. */
export interface PageSettings {
  readonly version: string
  /** Whether everything that changes something is refused. */
  readonly readOnly: boolean
  /** The namespace that the user has named; `null`: none. */
  readonly namespace: string | null
  /** How often the servers are asked for their figures, in milliseconds. */
  readonly interval: number
}
