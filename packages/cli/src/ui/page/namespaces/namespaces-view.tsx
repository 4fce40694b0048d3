import { useEffect, useState } from 'preact/hooks'
import { bytes, count, counted } from '../../../output/figures.ts'
import type { NamespaceList, NamespaceMeasures, NamespaceRow } from '../../api/namespace-row.ts'
import { ask, tell } from '../access/ask.ts'
import { hashOf } from '../navigation/place.ts'
import { FailureLine } from '../parts/failure-line.tsx'
import { Question } from '../parts/question.tsx'
import { Remarks } from '../parts/remarks.tsx'
import { nameOf } from './name-of.ts'

interface NamespacesViewProps {
  readonly readOnly: boolean
  /** Is told what was done. */
  readonly onDone: (notice: string) => void
}

/** The namespaces, with the sizes of their lists and, when asked for, of their values. */
export function NamespacesView({ readOnly, onDone }: NamespacesViewProps) {
  const [list, setList] = useState<NamespaceList | undefined>()
  const [measures, setMeasures] = useState<NamespaceMeasures | undefined>()
  const [isMeasuring, setIsMeasuring] = useState(false)
  const [failure, setFailure] = useState<string | undefined>()
  const [dropping, setDropping] = useState<NamespaceRow | undefined>()

  const trying = async (work: () => Promise<void>): Promise<void> => {
    setFailure(undefined)
    await work().catch((error: unknown) => setFailure((error as Error).message))
  }
  const read = (): Promise<void> => trying(async () => setList(await ask('namespaces')))
  const measure = async (): Promise<void> => {
    setIsMeasuring(true)
    await trying(async () => setMeasures(await ask('namespaces/values')))
    setIsMeasuring(false)
  }
  useEffect(() => void read(), [])

  return (
    <>
      <div class="title">
        <h1>Namespaces</h1>
        <button type="button" onClick={() => void read()}>
          Reload
        </button>
        <button type="button" disabled={isMeasuring} onClick={() => void measure()}>
          {isMeasuring ? 'Measuring…' : 'Measure values'}
        </button>
      </div>
      <FailureLine failure={failure} />
      <Remarks sentences={[...new Set([...(list?.gaps ?? []), ...(measures?.gaps ?? [])])]} />
      {list === undefined && failure === undefined && <p class="quiet empty">Reading…</p>}
      {list?.namespaces.length === 0 && (
        <p class="quiet empty">
          No keys are listed. Clients with <code>trackKeys: true</code> list the keys that they set.{' '}
          <a href={hashOf({ view: 'keys', details: { list: 'all' } })}>All items</a> has those of every
          client.
        </p>
      )}
      {list !== undefined && list.namespaces.length > 0 && (
        <table class="wide">
          <thead>
            <tr>
              <th>Namespace</th>
              <th class="figure">Listed keys</th>
              <th class="figure">Their list</th>
              <th class="figure">Values</th>
              <th class="figure">Size of values</th>
              {!readOnly && <td />}
            </tr>
          </thead>
          <tbody>
            {list.namespaces.map((row) => (
              <NamespaceLine
                key={row.namespace}
                row={row}
                measures={measures}
                onDrop={readOnly ? undefined : () => setDropping(row)}
              />
            ))}
          </tbody>
        </table>
      )}
      {measures !== undefined && measures.unlisted.values > 0 && (
        <p class="quiet">
          Beside these, {counted(measures.unlisted.values, 'item')} with {bytes(measures.unlisted.bytes)} are
          named by no list: other clients have set them, or their line was evicted.
        </p>
      )}
      {dropping !== undefined && (
        <Question
          title={
            dropping.namespace === null
              ? 'Drop the keys without a namespace?'
              : `Drop namespace ${nameOf(dropping.namespace)}?`
          }
          action="Drop"
          onClose={() => setDropping(undefined)}
          work={async () => {
            const { namespace } = dropping
            const { dropped } = await tell<{ dropped: number }>('namespaces/drop', { namespace })
            onDone(`Dropped ${counted(dropped, 'value')} of ${calledIn(namespace)}.`)
            setMeasures(undefined)
            await read()
          }}
        >
          <p>All values of its {counted(dropping.keys, 'listed key')} go, for every program.</p>
        </Question>
      )}
    </>
  )
}

/** A namespace as it is called in a sentence. */
function calledIn(namespace: string | null): string {
  return namespace === null ? 'no namespace' : `namespace ${nameOf(namespace)}`
}

interface NamespaceLineProps {
  readonly row: NamespaceRow
  readonly measures: NamespaceMeasures | undefined
  /** Absent: it cannot be dropped. */
  readonly onDrop: (() => void) | undefined
}

function NamespaceLine({ row, measures, onDrop }: NamespaceLineProps) {
  const { namespace, keys, listItems, listBytes } = row
  const measured = measures?.namespaces.find((one) => one.namespace === namespace)
  const list = namespace === null ? 'unnamed' : `=${namespace}`
  const figure = (show: (values: { values: number; bytes: number }) => string): string =>
    measures === undefined ? '-' : show(measured ?? { values: 0, bytes: 0 })
  return (
    <tr>
      <th scope="row">
        <a href={hashOf({ view: 'keys', details: { list } })}>{nameOf(namespace)}</a>
      </th>
      <td class="figure" data-head="Listed keys">
        {count(keys)}
      </td>
      <td class="figure" data-head="Their list">
        {counted(listItems, 'item')}, {bytes(listBytes)}
      </td>
      <td class="figure" data-head="Values">
        {figure(({ values }) => count(values))}
      </td>
      <td class="figure" data-head="Size of values">
        {figure((measure) => bytes(measure.bytes))}
      </td>
      {onDrop !== undefined && (
        <td class="figure">
          <button type="button" class="small" aria-label={`Drop ${nameOf(namespace)}`} onClick={onDrop}>
            Drop…
          </button>
        </td>
      )}
    </tr>
  )
}
