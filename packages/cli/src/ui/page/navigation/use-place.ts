import { useEffect, useState } from 'preact/hooks'
import { hashOf, type Place, placeOf } from './place.ts'

/** Changes some details of the place. What is typed gets no step of its own in the history. */
export type SetDetails = (details: Place['details'], isTyped?: boolean) => void

/** The place of the user, and how to change its details. */
export function usePlace(): readonly [place: Place, setDetails: SetDetails] {
  const [place, setPlace] = useState(() => placeOf(location.hash))
  useEffect(() => {
    const onChange = (): void => setPlace(placeOf(location.hash))
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  const setDetails: SetDetails = (changes, isTyped = false) => {
    // By the address, since another change may not be rendered yet.
    const now = placeOf(location.hash)
    const next = { view: now.view, details: { ...now.details, ...changes } }
    if (isTyped) history.replaceState(null, '', hashOf(next))
    else history.pushState(null, '', hashOf(next))
    setPlace(next)
  }
  return [place, setDetails]
}
