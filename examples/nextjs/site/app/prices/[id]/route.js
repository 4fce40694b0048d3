import { cacheLife, cacheTag } from 'next/cache'

/** What is cached: the answer that any server has made. */
async function priceOf(id) {
  'use cache'
  cacheLife('hours')
  cacheTag('prices', `price:${id}`)
  return { id, price: id.length, made: `${process.pid} at ${performance.now()}` }
}

export async function GET(_request, { params }) {
  const { id } = await params
  return Response.json(await priceOf(id))
}
