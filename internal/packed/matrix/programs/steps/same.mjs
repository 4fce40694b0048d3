/** Throws unless both have the same JSON. Also browsers and workers have it. */
export function same(found, expected) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`found ${one}; expected ${other}`)
}
