import { CACHE_MANAGER, CacheInterceptor } from '@nestjs/cache-manager'
import { Controller, Delete, Get, Inject, Param, UseInterceptors } from '@nestjs/common'
import type { Cache } from 'cache-manager'

@Controller('prices')
export class PricesController {
  readonly #cache: Cache
  #loads = 0

  constructor(@Inject(CACHE_MANAGER) cache: Cache) {
    this.#cache = cache
  }

  /** The interceptor keeps whole answers, by their URL. */
  @Get('report')
  @UseInterceptors(CacheInterceptor)
  report(): { made: number } {
    return { made: ++this.#loads }
  }

  /** Here the application decides what is kept. */
  @Get(':id')
  async price(@Param('id') id: string): Promise<{ id: string; price: number }> {
    return this.#cache.wrap(`price:${id}`, async () => ({ id, price: id.length }))
  }

  @Delete(':id')
  async changed(@Param('id') id: string): Promise<void> {
    await this.#cache.del(`price:${id}`)
  }
}
