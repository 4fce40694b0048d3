/** A whole number of seconds. */
export type Seconds = number

/** A number of milliseconds. */
export type Milliseconds = number
