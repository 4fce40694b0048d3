/**
 * The longest record of TLS, in bytes. Before 1.6.39 memcached overlooks commands that are in one record with
 * the end of a value, and waits for more to come. So no record has both.
 *
 * @see https://github.com/memcached/memcached/commit/96e05b75f0e095e0a603ac64422976ef1e0c9363
 */
export const TLS_RECORD = 16 * 1024
