import { once } from 'node:events'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '../../units.ts'
import { createRandom } from './create-random.ts'
import { damageSteps } from './damage-steps.ts'
import type { Lane } from './lane.ts'
import type { Step } from './script.ts'

/** How long `glue` waits for more. */
const PATIENCE: Milliseconds = 5

type StepOf<Name extends Step['do']> = Extract<Step, { do: Name }>

/** Resolves when the step is over; it rejects when the signal aborts, and leaves in the lane what has not passed yet. */
export async function performStep(step: Step, lane: Lane, signal: AbortSignal): Promise<void> {
  switch (step.do) {
    case 'pass':
      return each(step.bytes, lane, signal, (bytes) => lane.put(bytes))
    case 'drop':
      return each(step.bytes, lane, signal, () => undefined)
    case 'flip':
      return each(step.bytes, lane, signal, (bytes) =>
        lane.put(Buffer.from(bytes.map((byte) => byte ^ step.mask))),
      )
    case 'chop':
      return chop(step, lane, signal)
    case 'glue':
      return glue(step, lane, signal)
    case 'delay':
      return delay(step, lane, signal)
    case 'damage':
      for (const part of damageSteps(step.every, step.seed)) {
        if (lane.inlet.isAtEnd) break
        await performStep(part, lane, signal)
      }
      return undefined
    case 'repeat': {
      const bytes = await collect(step.bytes, lane, signal)
      return lane.put(Buffer.concat([bytes, bytes]))
    }
    case 'swap': {
      const bytes = await collect(step.bytes + step.with, lane, signal)
      return lane.put(Buffer.concat([bytes.subarray(step.bytes), bytes.subarray(0, step.bytes)]))
    }
    case 'insert':
      return lane.put(Buffer.from(step.text, 'latin1'))
    case 'hold':
    case 'stall':
      await lane.flush()
      // What is aborted by now would never tell.
      signal.throwIfAborted()
      lane.inlet.mode = step.do === 'hold' ? 'eager' : 'stalled'
      await (step.for === undefined ? once(signal, 'abort') : sleep(step.for, undefined, { signal }))
      lane.inlet.mode = 'steady'
      return undefined
    case 'halfClose':
    case 'close':
    case 'reset':
      await lane.cut(step.do)
      return each(undefined, lane, signal, () => undefined)
  }
}

async function each(
  bytes: number | undefined,
  lane: Lane,
  signal: AbortSignal,
  use: (bytes: Buffer) => unknown,
): Promise<void> {
  let left = bytes ?? Infinity
  while (left > 0) {
    const taken = await lane.take(left, signal)
    if (!taken) return
    left -= taken.length
    use(taken)
  }
}

async function collect(bytes: number, lane: Lane, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = []
  try {
    await each(bytes, lane, signal, (part) => parts.push(part))
  } catch (error) {
    // They are the next script's.
    lane.inlet.putBack(Buffer.concat(parts))
    throw error
  }
  return Buffer.concat(parts)
}

async function chop(
  { into, every, bytes = Infinity }: StepOf<'chop'>,
  lane: Lane,
  signal: AbortSignal,
): Promise<void> {
  let left = bytes
  while (left > 0) {
    const part = await lane.take(Math.min(into, left), signal)
    if (!part) return
    left -= part.length
    lane.put(part)
    await lane.flush()
    await (every === undefined ? turn(undefined, { signal }) : sleep(every, undefined, { signal }))
  }
}

async function glue(
  { into, bytes = Infinity }: StepOf<'glue'>,
  lane: Lane,
  signal: AbortSignal,
): Promise<void> {
  let left = bytes
  while (left > 0) {
    const wanted = Math.min(into, left)
    await lane.inlet.gather(wanted, PATIENCE, signal)
    if (lane.inlet.isAtEnd) return
    const gathered = Math.min(wanted, lane.inlet.length)
    left -= gathered
    await each(gathered, lane, signal, (part) => lane.put(part))
    await lane.flush()
  }
}

async function delay({ from, to, seed }: StepOf<'delay'>, lane: Lane, signal: AbortSignal): Promise<void> {
  const random = createRandom(seed)
  for (;;) {
    const cameAt = await lane.inlet.nextCameAt(signal)
    if (cameAt === undefined) return
    const dueAt = cameAt + from + random() * (to - from)
    await sleep(Math.max(0, dueAt - performance.now()), undefined, { signal })
    const lump = lane.inlet.take(Infinity)
    if (lump) lane.put(lump)
    await lane.flush()
  }
}
