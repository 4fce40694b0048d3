/** What all processes do when the faults are over, each step when all have done the one before. */
export const auditSteps = ['rest', 'fill', 'look', 'drop', 'look again'] as const
export type AuditStep = (typeof auditSteps)[number]
