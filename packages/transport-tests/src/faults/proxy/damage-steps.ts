import { createRandom, type Random } from './create-random.ts'
import type { Step } from './script.ts'

/** The endless steps of `damage`: a number of bytes that pass, then a damaged byte, and so on. */
export function* damageSteps(every: number, seed: number): Generator<Step> {
  const random = createRandom(seed)
  for (;;) {
    yield { do: 'pass', bytes: Math.ceil(every * (0.5 + random())) }
    yield pickDamage(random)
  }
}

function pickDamage(random: Random): Step {
  const kind = Math.floor(random() * 3)
  if (kind === 0) return { do: 'drop', bytes: 1 }
  if (kind === 1) return { do: 'insert', text: String.fromCharCode(Math.floor(random() * 256)) }
  return { do: 'flip', mask: 1 << Math.floor(random() * 8), bytes: 1 }
}
