import { useState } from 'preact/hooks'
import { count } from '../../../output/figures.ts'

/** A longer text is shown in whole only when that is asked for: it takes the browser a while. */
const LONG = 100_000

interface LongTextProps {
  readonly label: string
  readonly text: string
}

/** A text as it is. */
export function LongText({ label, text }: LongTextProps) {
  const [isWhole, setIsWhole] = useState(text.length <= LONG)
  if (text === '') return <p class="quiet">It is empty.</p>
  return (
    <>
      <pre class="long-text" tabIndex={0} role="region" aria-label={label}>
        {isWhole ? text : text.slice(0, LONG)}
      </pre>
      {!isWhole && (
        <p>
          <button type="button" onClick={() => setIsWhole(true)}>
            Show all {count(text.length)} characters
          </button>
        </p>
      )}
    </>
  )
}
