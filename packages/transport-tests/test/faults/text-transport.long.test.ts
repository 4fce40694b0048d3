import { describe, it } from 'vitest'
import { testFaults } from '../../src/faults/index.ts'
import { subject } from './subject.ts'

testFaults('TextTransport', { describe, it, ...subject })
