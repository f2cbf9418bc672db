/** The values `from`, `from + step`, … up to `to`; a single value is a range of one. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}
/** Any value, or one of these ranges. */
export type Field = 'any' | readonly Range[];

/** Which days of the month: the last one, the last workday, or the workday nearest to a day. */
export type MonthDays = Field | { readonly last: 'day' | 'workday' } | { readonly nearest: number };
/** Which days of the week, 1 is Sunday: the last such day of the month, or its nth. */
export type WeekDays = Field | { readonly lastOf: number } | { readonly day: number; readonly nth: number };

/** A cron expression as AWS means it. One of the two days is null (`?`): the other one decides. */
export interface Cron {
  readonly kind: 'cron';
  readonly minutes: Field;
  readonly hours: Field;
  readonly dayOfMonth: MonthDays | null;
  readonly month: Field;
  readonly dayOfWeek: WeekDays | null;
  readonly year: Field;
}
export interface Rate {
  readonly kind: 'rate';
  readonly every: number;
  readonly unit: 'minute' | 'hour' | 'day';
}
export type Schedule = Cron | Rate;

/** What is wrong with the text of a schedule; the message follows on "the schedule '…'". */
export interface ScheduleFault {
  readonly message: string;
  readonly hint: string;
}
