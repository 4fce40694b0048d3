import { metrics } from '../../../top/metrics.ts'
import type { ServerCourse } from '../../api/server-course.ts'
import { FigurePlot, LINES } from './figure-plot.tsx'
import { ServerCard } from './server-card.tsx'

/** The servers with their figures now and over time. */
export function ServersView({ courses }: { readonly courses: readonly ServerCourse[] | undefined }) {
  if (courses === undefined) return <p class="quiet empty">The first figures are on their way.</p>
  return (
    <>
      <h1 class="unseen">Servers</h1>
      <div class="cards">
        {courses.map((course, index) => (
          <ServerCard key={course.server} course={course} colour={index % LINES} />
        ))}
      </div>
      <section aria-labelledby="over-time">
        <h2 id="over-time">Over time</h2>
        <div class="plots">
          {metrics.map((metric) => (
            <FigurePlot key={metric.name} metric={metric} courses={courses} />
          ))}
        </div>
      </section>
    </>
  )
}
