import { once } from 'node:events'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '@lmc/transport'
import { createRandom } from './create-random.ts'
import { damageSteps } from './damage-steps.ts'
import type { Inlet } from './inlet.ts'
import type { Step } from './script.ts'

/** How long `glue` waits for more. */
const PATIENCE: Milliseconds = 5

/** How many bytes are written together at least where many copies are. */
const LUMP = 64 * 1024

/** What steps are performed on: the bytes that come from one side, and their way to the other. */
export interface Way {
  readonly inlet: Inlet
  /** Whether the receiver still takes bytes; where it does not, those that are put go nowhere. */
  readonly isOpen: boolean
  /**
   * Takes the next bytes, at most so many of those that came together, once there are any; `undefined` at the
   * end.
   */
  take(most: number, signal: AbortSignal): Promise<Buffer | undefined>
  /** Has these bytes written with the next flush. */
  put(bytes: Buffer): void
  /** Resolves when everything that was put has left, or never will. */
  flush(): Promise<void>
  /** Ends the way to the receiver, as the steps of these names say. */
  cut(how: 'halfClose' | 'close' | 'reset'): Promise<void>
}

type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>

/**
 * Resolves when the step is over; it rejects when the signal aborts, and leaves on the way what has not
 * passed yet.
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
      // What is aborted by now would never tell.
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
    // They are the next script's.
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
