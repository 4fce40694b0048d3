import type { FastifyInstance } from 'fastify'

interface ById {
  Params: { id: string }
}

/** Answers that are kept for a minute. */
export async function priceRoutes(app: FastifyInstance): Promise<void> {
  const prices = app.cache.view({ namespace: 'prices', lifetime: '1m' })
  let loads = 0

  app.get<ById>('/prices/:id', async ({ params: { id } }) => {
    const kept = await prices.get(id)
    if (kept !== undefined) return kept
    const price = { id, price: id.length, load: ++loads }
    await prices.set(id, price)
    return price
  })
  app.delete<ById>('/prices/:id', async ({ params: { id } }) => ({
    dropped: await prices.invalidate(id),
  }))
}
