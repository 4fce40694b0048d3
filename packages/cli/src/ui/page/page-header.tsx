import type { PageSettings } from '../api/page-settings.ts'
import type { ServerCourse } from '../api/server-course.ts'
import { counted } from '../../output/figures.ts'
import { hashOf, type View, views } from './navigation/place.ts'
import { figuresOf } from './servers/figures-of.ts'

interface PageHeaderProps {
  readonly settings: PageSettings
  readonly view: View
  readonly courses: readonly ServerCourse[] | undefined
}

const names: Readonly<Record<View, string>> = {
  servers: 'Servers',
  namespaces: 'Namespaces',
  keys: 'Keys',
}

/** The head of the page: the way to the views, and whether all is well. */
export function PageHeader({ settings, view, courses = [] }: PageHeaderProps) {
  const up = courses.filter((course) => figuresOf(course) !== undefined).length
  const allUp = up === courses.length
  return (
    <header class="page-header">
      <p class="name">
        lmc <span class="quiet">{settings.version}</span>
      </p>
      <nav aria-label="Views">
        {views.map((one) => (
          <a
            key={one}
            href={hashOf({ view: one, details: {} })}
            aria-current={one === view ? 'page' : undefined}
          >
            {names[one]}
          </a>
        ))}
      </nav>
      {settings.readOnly && <span class="state">read only</span>}
      {courses.length > 0 && (
        <span class={`state ${allUp ? 'good' : 'bad'}`}>
          {allUp ? `${counted(up, 'server')} up` : `${courses.length - up} of ${courses.length} down`}
        </span>
      )}
    </header>
  )
}
