// What AWS schedules take: minutes, hours, day of month, month, day of week, year.
const FIELDS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'minutes', pattern: /^[\d,\-*/]+$/ },
  { name: 'hours', pattern: /^[\d,\-*/]+$/ },
  { name: 'day of month', pattern: /^(\?|L|\d+W|LW|[\d,\-*/]+)$/ },
  { name: 'month', pattern: /^[\dA-Z,\-*/]+$/i },
  { name: 'day of week', pattern: /^(\?|[\dA-Z,\-*/#]+)$/i },
  { name: 'year', pattern: /^[\d,\-*/]+$/ },
];
const FORMS = "Write six cron fields, such as '0 2 * * ? *', or 'rate(1 hour)'.";

/** What is wrong with a schedule's text, or null. Fields are checked for their form; ranges are the service's. */
export function scheduleProblem(text: string): { readonly message: string; readonly hint: string } | null {
  const rate = /^rate\((.*)\)$/.exec(text.trim());
  if (rate !== null) return /^[1-9]\d* (minute|hour|day)s?$/.test(rate[1] ?? '') ? null : { message: 'is not a rate', hint: "Write 'rate(5 minutes)', 'rate(1 hour)' or 'rate(1 day)'." };
  const fields = text.trim().replace(/^cron\((.*)\)$/, '$1').split(/\s+/);
  if (fields.length !== FIELDS.length) return { message: `has ${fields.length} fields instead of 6`, hint: FORMS };
  const wrong = FIELDS.find(({ pattern }, index) => !pattern.test(fields[index] ?? ''));
  if (wrong !== undefined) return { message: `has a wrong field: ${wrong.name}`, hint: FORMS };
  // One of the two days must be left open, and only one.
  const open = [fields[2], fields[4]].filter((field) => field === '?').length;
  return open === 1 ? null : { message: "must have '?' for exactly one of day of month and day of week", hint: FORMS };
}
