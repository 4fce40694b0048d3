import { KeyvMemcached } from '@lmc/keyv'
import { CacheModule } from '@nestjs/cache-manager'
import { Module } from '@nestjs/common'
import { Keyv } from 'keyv'
import { PricesController } from './prices-controller.ts'

const servers = process.env['MEMCACHED_SERVERS'] ?? '127.0.0.1:11211'

@Module({
  imports: [
    CacheModule.registerAsync({
      useFactory: () => {
        const keyv = new Keyv(new KeyvMemcached({ servers }), { namespace: 'nest' })
        keyv.on('error', (error: Error) => console.error('the cache is away:', error.message))
        return { stores: [keyv], ttl: 60_000 }
      },
    }),
  ],
  controllers: [PricesController],
})
export class AppModule {}
