import { useEffect, useRef, useState } from 'preact/hooks'
import type { NamespaceList } from '../../api/namespace-row.ts'
import { ask } from '../access/ask.ts'
import { Choice } from '../parts/choice.tsx'
import type { SetDetails } from '../navigation/use-place.ts'
import type { KeysDetails } from './keys-details.ts'

interface KeysBarProps {
  readonly details: KeysDetails
  readonly setDetails: SetDetails
  /** Whether the list is still coming. */
  readonly isReading: boolean
}

/** So long the list goes before the names of the others, in milliseconds. */
const PATIENCE = 1000

/** What is listed, searched, and how it is shown. */
export function KeysBar({ details, setDetails, isReading }: KeysBarProps) {
  const { list, search, form, separator } = details
  const [namespaces, setNamespaces] = useState<readonly (string | null)[]>([])
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return undefined
    const look = (): void => {
      isAsked.current = true
      ask<NamespaceList>('namespaces').then(
        (found) => setNamespaces(found.namespaces.map(({ namespace }) => namespace)),
        // The list of items says what is wrong.
        () => undefined,
      )
    }
    const timer = setTimeout(look, isReading ? PATIENCE : 0)
    return () => clearTimeout(timer)
  }, [isReading])
  const lists = new Set(namespaces.map((name) => (name === null ? 'unnamed' : `=${name}`)))
  if (list !== 'all') lists.add(list)
  return (
    <div class="bar" role="search">
      <label class="field">
        <span>List</span>
        <select value={list} onChange={(event) => setDetails({ list: event.currentTarget.value, item: '' })}>
          <option value="all">All items of the servers</option>
          {[...lists].map((one) => (
            <option key={one} value={one}>
              {one === 'unnamed' ? 'Keys without a namespace' : `Namespace ${one.slice(1) || '""'}`}
            </option>
          ))}
        </select>
      </label>
      <label class="field search">
        <span>Search</span>
        <input
          type="search"
          value={search}
          placeholder="part of a key"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setDetails({ search: event.currentTarget.value }, true)}
        />
      </label>
      <Choice
        label="Form"
        choices={{ table: 'Table', tree: 'Tree' }}
        chosen={form}
        onChoose={(chosen) => setDetails({ form: chosen })}
      />
      {form === 'tree' && (
        <label class="field separator">
          <span>Separator</span>
          <input
            value={separator}
            maxLength={8}
            autocomplete="off"
            onInput={(event) => setDetails({ separator: event.currentTarget.value }, true)}
          />
        </label>
      )}
    </div>
  )
}
