export { channel, tracingChannel } from 'node:diagnostics_channel'
