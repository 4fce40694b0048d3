import { defineEventHandler } from 'h3'
import { useStorage } from 'nitropack/runtime'

/** What is cached, by any process. */
export default defineEventHandler(() => useStorage('cache').getKeys())
