export { parseSchedule } from './parse.ts';
export { printSchedule, type Printed, type ScheduleDialect } from './print.ts';
export { nextStart, shortestGapMinutes, startsAt } from './instants.ts';
export type { Cron, Rate, Schedule, ScheduleFault } from './types.ts';
