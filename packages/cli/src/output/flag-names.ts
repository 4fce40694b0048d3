import { Flag } from '@lmc/codec'

/**
 * The names of the flags that are set, as `Flag` of `@lmc/codec` has them; `unknown` for bits that have none.
 */
export function flagNames(flags: number): readonly string[] {
  if (flags === Flag.bytes) return ['bytes']
  const known = Object.entries(Flag).filter(([, bit]) => bit !== 0 && (flags & bit) === bit)
  const rest = known.reduce((bits, [, bit]) => bits & ~bit, flags)
  return [...known.map(([name]) => name), ...(rest === 0 ? [] : ['unknown'])]
}
