import { useEffect, useState } from 'preact/hooks'
import type { PageSettings } from '../api/page-settings.ts'
import { keysDetails } from './keys/keys-details.ts'
import { KeysView } from './keys/keys-view.tsx'
import { NamespacesView } from './namespaces/namespaces-view.tsx'
import { usePlace } from './navigation/use-place.ts'
import { PageHeader } from './page-header.tsx'
import { FailureLine } from './parts/failure-line.tsx'
import { ServersView } from './servers/servers-view.tsx'
import { useCourses } from './servers/use-courses.ts'

/** The page. */
export function App({ settings }: { readonly settings: PageSettings }) {
  const { readOnly } = settings
  const [place, setDetails] = usePlace()
  const { courses, failure } = useCourses(settings.interval)
  /** What was done last, for who cannot see it. */
  const [notice, setNotice] = useState('')
  useEffect(() => {
    document.title = `${place.view} - lmc`
    setNotice('')
  }, [place.view])
  const { view, details } = place
  return (
    <>
      <PageHeader settings={settings} view={view} courses={courses} />
      <main>
        <FailureLine failure={failure} />
        <p class="notice" role="status">
          {notice}
        </p>
        {view === 'servers' && <ServersView courses={courses} />}
        {view === 'namespaces' && <NamespacesView readOnly={readOnly} onDone={setNotice} />}
        {view === 'keys' && (
          <KeysView
            details={keysDetails(details, settings.namespace)}
            setDetails={setDetails}
            readOnly={readOnly}
            onDone={setNotice}
          />
        )}
      </main>
    </>
  )
}
