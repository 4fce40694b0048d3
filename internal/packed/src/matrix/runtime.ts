/** What runs the programs of the matrix. */
export interface Runtime {
  /** With its version, as the table shows it. */
  readonly name: string
  /** The packages whose programs it runs, by their names without `@lmc/`. */
  readonly packages: readonly string[]
  /** Rejects when the program of the package fails. */
  readonly run: (name: string) => Promise<void>
}

export interface RuntimeOptions {
  /** Where the programs, the runtimes and the packed packages are installed. */
  readonly folder: string
  /** The address of a memcached. */
  readonly server: string
}
