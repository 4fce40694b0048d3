import { useEffect, useState } from 'preact/hooks'
import type { ServerCourse } from '../../api/server-course.ts'
import { ask } from '../access/ask.ts'

/** So many figures of each server are kept, as `lmc ui` itself does. */
const LENGTH = 900

/** What the page knows of the servers. */
export interface Courses {
  /** `undefined`: nothing came yet. */
  readonly courses: readonly ServerCourse[] | undefined
  /** Why `lmc ui` gives nothing now. */
  readonly failure: string | undefined
}

/**
 * The servers' figures, which are asked for again and again.
 *
 * @param interval in milliseconds.
 */
export function useCourses(interval: number): Courses {
  const [known, setKnown] = useState<Courses>({ courses: undefined, failure: undefined })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let since = 0
    let isOver = false
    const look = async (): Promise<void> => {
      try {
        const news = await ask<readonly ServerCourse[]>(`servers?since=${since}`)
        since = news[0]?.samples.at(-1)?.at ?? since
        setKnown(({ courses = [] }) => ({ courses: joined(courses, news), failure: undefined }))
      } catch (error) {
        setKnown(({ courses }) => ({ courses, failure: (error as Error).message }))
      }
      if (!isOver) timer = setTimeout(() => void look(), Math.max(250, interval))
    }
    void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [interval])
  return known
}

function joined(courses: readonly ServerCourse[], news: readonly ServerCourse[]): readonly ServerCourse[] {
  return news.map((course, index) => {
    const samples = (courses[index]?.samples ?? []).concat(course.samples)
    return { ...course, samples: samples.slice(-LENGTH) }
  })
}
