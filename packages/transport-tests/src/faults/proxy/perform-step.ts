import { once } from 'node:events'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { createRandom } from './create-random.ts'
import { damageSteps } from './damage-steps.ts'
import type { Inlet } from './inlet.ts'
import type { Step } from './script.ts'

/** How long `glue` waits for more. */
const PATIENCE: Milliseconds = 5

/** The least number of bytes that are written together when a step makes many copies. */
const LUMP = 64 * 1024

/** What a step works on: the bytes from one side, and their way to the other side. */
export interface Way {
  readonly inlet: Inlet
  /** Whether the receiver still takes bytes. If not, `put` drops them. */
  readonly isOpen: boolean
  /** Waits for bytes, and takes at most so many of those that came together. `undefined` at the end. */
  take(most: number, signal: AbortSignal): Promise<Buffer | undefined>
  /** Adds bytes that the next `flush` writes. */
  put(bytes: Buffer): void
  /** Resolves when all added bytes have left, or can never leave. */
  flush(): Promise<void>
  /** Ends the way to the receiver, like the steps of these names. */
  cut(how: 'halfClose' | 'close' | 'reset'): Promise<void>
}

type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>

/**
 * Performs a step, and resolves when the step is over. Rejects when the signal aborts, and then leaves the
 * rest of the bytes on the way.
 */
export async function performStep(step: Step, way: Way, signal: AbortSignal): Promise<void> {
  switch (step.do) {
    case 'pass':
      return each(step.bytes, way, signal, (bytes) => way.put(bytes))
    case 'drop':
      return each(step.bytes, way, signal, () => undefined)
    case 'flip':
      return each(step.bytes, way, signal, (bytes) =>
        way.put(Buffer.from(bytes.map((byte) => byte ^ step.mask))),
      )
    case 'chop':
      return chop(step, way, signal)
    case 'glue':
      return glue(step, way, signal)
    case 'delay':
      return delay(step, way, signal)
    case 'damage':
      for (const part of damageSteps(step.every, step.seed)) {
        if (way.inlet.isAtEnd) break
        await performStep(part, way, signal)
      }
      return undefined
    case 'repeat':
      return repeat(step, way, signal)
    case 'swap': {
      const bytes = await collect(step.bytes + step.with, way, signal)
      return way.put(Buffer.concat([bytes.subarray(step.bytes), bytes.subarray(0, step.bytes)]))
    }
    case 'insert':
      return way.put(Buffer.from(step.text, 'latin1'))
    case 'hold':
    case 'stall':
      await way.flush()
      // A signal that has already aborted emits no event.
      signal.throwIfAborted()
      way.inlet.mode = step.do === 'hold' ? 'eager' : 'stalled'
      await (step.for === undefined ? once(signal, 'abort') : sleep(step.for, undefined, { signal }))
      way.inlet.mode = 'steady'
      return undefined
    case 'halfClose':
    case 'close':
    case 'reset':
      await way.cut(step.do)
      return each(undefined, way, signal, () => undefined)
  }
}

async function each(
  bytes: number | undefined,
  way: Way,
  signal: AbortSignal,
  use: (bytes: Buffer) => unknown,
): Promise<void> {
  let left = bytes ?? Infinity
  while (left > 0) {
    const taken = await way.take(left, signal)
    if (!taken) return
    left -= taken.length
    use(taken)
  }
}

async function collect(bytes: number, way: Way, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = []
  try {
    await each(bytes, way, signal, (part) => parts.push(part))
  } catch (error) {
    // These bytes belong to the next script.
    way.inlet.putBack(Buffer.concat(parts))
    throw error
  }
  return Buffer.concat(parts)
}

async function repeat({ bytes, times = 1 }: StepOf<'repeat'>, way: Way, signal: AbortSignal): Promise<void> {
  const part = await collect(bytes, way, signal)
  way.put(part)
  if (part.length === 0) return
  for (let left = times; left > 0 && way.isOpen && !way.inlet.isAtEnd;) {
    const copies = Math.min(left, Math.ceil(LUMP / part.length))
    for (let copy = 0; copy < copies; copy++) way.put(part)
    left -= copies
    if (left === 0) return
    await way.flush()
    await turn(undefined, { signal })
  }
}

async function chop(
  { into, every, bytes = Infinity }: StepOf<'chop'>,
  way: Way,
  signal: AbortSignal,
): Promise<void> {
  let left = bytes
  while (left > 0) {
    const part = await way.take(Math.min(into, left), signal)
    if (!part) return
    left -= part.length
    way.put(part)
    await way.flush()
    await (every === undefined ? turn(undefined, { signal }) : sleep(every, undefined, { signal }))
  }
}

async function glue(
  { into, bytes = Infinity }: StepOf<'glue'>,
  way: Way,
  signal: AbortSignal,
): Promise<void> {
  let left = bytes
  while (left > 0) {
    const wanted = Math.min(into, left)
    await way.inlet.gather(wanted, PATIENCE, signal)
    if (way.inlet.isAtEnd) return
    const gathered = Math.min(wanted, way.inlet.length)
    left -= gathered
    await each(gathered, way, signal, (part) => way.put(part))
    await way.flush()
  }
}

async function delay({ from, to, seed }: StepOf<'delay'>, way: Way, signal: AbortSignal): Promise<void> {
  const random = createRandom(seed)
  for (;;) {
    const cameAt = await way.inlet.nextCameAt(signal)
    if (cameAt === undefined) return
    const dueAt = cameAt + from + random() * (to - from)
    await sleep(Math.max(0, dueAt - performance.now()), undefined, { signal })
    const lump = way.inlet.take(Infinity)
    if (lump) way.put(lump)
    await way.flush()
  }
}
