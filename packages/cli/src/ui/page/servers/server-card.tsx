import { bytes, duration, share } from '../../../output/figures.ts'
import { metrics } from '../../../top/metrics.ts'
import type { ServerCourse } from '../../api/server-course.ts'
import { figuresOf } from './figures-of.ts'

interface ServerCardProps {
  readonly course: ServerCourse
  /** The colour of the server's line in the plots, from 0 on. */
  readonly colour: number
}

/** A server as it is now. */
export function ServerCard({ course, colour }: ServerCardProps) {
  const { server, error } = course
  const figures = figuresOf(course)
  return (
    <section class="card" aria-label={`Server ${server}`}>
      <header>
        <span class={`swatch line-${colour}`} aria-hidden="true" />
        <h2 class="mono">{server}</h2>
        {figures === undefined ? (
          <span class="state bad">{error === null ? 'not asked yet' : 'down'}</span>
        ) : (
          <span class="state good">up</span>
        )}
      </header>
      {figures === undefined ? (
        <p class={error === null ? 'quiet' : 'failure'}>{error ?? 'The first figures are on their way.'}</p>
      ) : (
        <>
          <p class="quiet">
            memcached {figures.version}, up {duration(figures.uptime)}
          </p>
          <div class="memory">
            <meter
              min={0}
              max={figures.memoryLimit}
              value={figures.memory}
              aria-label={`Memory of ${server}`}
            />
            <p class="quiet">
              {bytes(figures.memory)} of {bytes(figures.memoryLimit)},{' '}
              {share(figures.memory, figures.memoryLimit)}
            </p>
          </div>
          <dl class="figures">
            {metrics
              .filter(({ name }) => name !== 'memory')
              .map(({ name, of, show }) => {
                const figure = of(figures)
                return (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{figure === undefined ? '-' : show(figure, figures)}</dd>
                  </div>
                )
              })}
          </dl>
        </>
      )}
    </section>
  )
}
