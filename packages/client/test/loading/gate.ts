/** A gate at which a load waits until the test opens it. */
export interface Gate {
  /** Resolves when a load has reached the gate. */
  readonly reached: Promise<void>
  /** Resolves when the test lets the load go on. */
  readonly opened: Promise<void>
  reach(): void
  open(): void
}

/** Makes a closed gate. A load that reads `opened` has reached the gate. */
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
