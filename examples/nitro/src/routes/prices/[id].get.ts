import { getRouterParam } from 'h3'
import { defineCachedEventHandler } from 'nitropack/runtime'

let loads = 0

/** The price of a product. The answer is kept for a minute, for all processes. */
export default defineCachedEventHandler(
  async (event) => {
    const id = getRouterParam(event, 'id') ?? ''
    return { id, price: id.length, load: ++loads }
  },
  { maxAge: 60, swr: false },
)
