import type { Random } from '@lmc/transport-tests/faults'

/** Returns the next card. */
export type Deal<Card> = (random: Random) => Card

/** Deals `cards` in random order. Each card comes once before any comes again. */
export function shuffledDeck<Card>(cards: readonly Card[]): Deal<Card> {
  let left: Card[] = []
  return (random) => {
    if (left.length === 0) left = [...cards]
    const [card] = left.splice(Math.floor(random() * left.length), 1)
    return card as Card
  }
}
