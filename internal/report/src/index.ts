export { median, quantile } from './median.ts'
export { textTable } from './text-table.ts'
export { withFigures } from './with-figures.ts'
