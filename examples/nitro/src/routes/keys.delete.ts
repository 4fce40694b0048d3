import { defineEventHandler } from 'h3'
import { useStorage } from 'nitropack/runtime'

/** Drops all that is cached, for all processes. */
export default defineEventHandler(() => useStorage('cache').clear())
