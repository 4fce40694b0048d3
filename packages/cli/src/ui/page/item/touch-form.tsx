import { useState } from 'preact/hooks'
import { tell } from '../access/ask.ts'
import { FailureLine } from '../parts/failure-line.tsx'

interface TouchFormProps {
  readonly memcachedKey: string
  /** Called when the item has another lifetime. */
  readonly onTouched: (lifetime: string) => Promise<void>
}

/** Gives an item another lifetime. */
export function TouchForm({ memcachedKey, onTouched }: TouchFormProps) {
  const [lifetime, setLifetime] = useState('1h')
  const [failure, setFailure] = useState<string | undefined>()
  const touch = async (): Promise<void> => {
    setFailure(undefined)
    try {
      const { found } = await tell<{ readonly found: boolean }>('item/touch', { key: memcachedKey, lifetime })
      if (!found) throw new Error('There is no value any more.')
      await onTouched(lifetime)
    } catch (error) {
      setFailure((error as Error).message)
    }
  }
  return (
    <form
      class="touch"
      onSubmit={(event) => {
        event.preventDefault()
        void touch()
      }}
    >
      <label class="field">
        <span>New lifetime</span>
        <input
          value={lifetime}
          autocomplete="off"
          required
          aria-describedby="lifetime-hint"
          pattern="\d+[smhd]?"
          onInput={(event) => setLifetime(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Set lifetime</button>
      <p id="lifetime-hint" class="hint">
        Seconds, or 90s, 10m, 1h, 7d. 0 is for ever.
      </p>
      <FailureLine failure={failure} />
    </form>
  )
}
