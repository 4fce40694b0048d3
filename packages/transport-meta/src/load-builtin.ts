/**
 * A module of Node.js that a connection by TCP to an address does not need. Each takes a millisecond or more
 * to load, so a program that uses none of them starts sooner.
 */
export const loadBuiltin: typeof process.getBuiltinModule = (name: string) => process.getBuiltinModule(name)
