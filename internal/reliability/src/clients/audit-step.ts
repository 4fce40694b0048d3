/**
 * The steps of all processes after the faults. A step begins when all processes have done the step before.
 */
export const auditSteps = ['rest', 'fill', 'look', 'drop', 'look again'] as const
export type AuditStep = (typeof auditSteps)[number]
