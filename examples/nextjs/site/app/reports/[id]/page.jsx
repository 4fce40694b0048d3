import { cacheLife, cacheTag } from 'next/cache'

export function generateStaticParams() {
  return [{ id: 'built' }]
}

/** The whole page is cached. */
export default async function Report({ params }) {
  'use cache'
  cacheLife('hours')
  const { id } = await params
  cacheTag(`report:${id}`)
  return (
    <p id="report">
      {id} by {process.pid} at {performance.now()}
    </p>
  )
}
