import { useKeys } from './steps/use-keys.mjs'

useKeys()
