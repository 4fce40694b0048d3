/**
 * Time-outs for what is not to run into them. Those of the transport are right for servers; a machine that
 * runs tests may stand still for longer.
 */
export const patient = { timeout: 20_000, connectTimeout: 20_000 } as const
