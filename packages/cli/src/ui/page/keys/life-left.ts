import { duration } from '../../../output/figures.ts'

/** How long something lives that expires at a moment. Both are in milliseconds since 1970. */
export function lifeLeft(expiresAt: number, now: number): string {
  if (expiresAt === Infinity) return 'for ever'
  const seconds = Math.ceil((expiresAt - now) / 1000)
  return seconds <= 0 ? 'expired' : duration(seconds)
}
