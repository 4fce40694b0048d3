/** Something that a load waits at until the test opens it. */
export interface Gate {
  /** Resolves when a load has come to it. */
  readonly reached: Promise<void>
  /** Resolves when the test lets the load go on. */
  readonly opened: Promise<void>
  reach(): void
  open(): void
}

/** A closed gate. To read `opened` is to have reached it. */
export function createGate(): Gate {
  let reach = (): void => {}
  let open = (): void => {}
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    reached,
    get opened() {
      reach()
      return opened
    },
    reach,
    open,
  }
}
