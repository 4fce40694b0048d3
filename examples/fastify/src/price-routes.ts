import type { FastifyInstance } from 'fastify'

interface ById {
  Params: { id: string }
}

/** Answers that are kept for a minute. */
export async function priceRoutes(app: FastifyInstance): Promise<void> {
  const prices = app.cache.view({ namespace: 'prices', lifetime: '1m' })
  let loads = 0

  app.get<ById>('/prices/:id', async ({ params: { id } }) =>
    prices.getOrSet(id, async () => ({ id, price: id.length, load: ++loads })),
  )
  app.delete<ById>('/prices/:id', async ({ params: { id } }) => ({
    dropped: await prices.invalidate(id),
  }))
}
