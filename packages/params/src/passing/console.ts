import { jsonString } from './literal-map.ts';
import { literal } from './text.ts';
import { emptyMap, PassingError, type Style } from './types.ts';

const steps = [
  'Open the job in AWS Glue Studio and choose "Job details".',
  'Unfold "Advanced properties" and go to "Job parameters".',
  'For each row below choose "Add new parameter" and fill in key and value.',
  'Choose "Save".',
];
// The start of the rows, for people and for the reader.
const heading = 'Key\tValue';

export const consoleStyle: Style = {
  title: 'Console and Glue Studio',
  saved: true,
  render(map) {
    const rows = Object.entries(map).map(([key, value]) => `${cell(key)}\t${cell(value)}`);
    const quoted = rows.some((row) => row.startsWith('"') || row.includes('\t"'));
    return {
      text: `${[...steps.map((step, index) => `${index + 1}. ${step}`), '', heading, ...rows].join('\n')}\n`,
      notes: quoted ? ['Cells between double quotes are JSON strings, since they hold something invisible: the console may not take line breaks.'] : [],
    };
  },
  parse(text) {
    const lines = text.split('\n');
    const start = lines.findIndex((line) => line.trim() === heading);
    const map = emptyMap();
    for (const line of lines.slice(start + 1)) {
      if (line === '') continue;
      const cells = line.split('\t');
      const [key, value] = cells;
      if (key === undefined || value === undefined || cells.length !== 2) throw new PassingError(`A row has a key and a value with a tab between them, unlike '${line}'.`);
      map[read(key)] = read(value);
    }
    return map;
  },
};

function cell(value: string): string {
  const visible = value !== '' && literal(value) === JSON.stringify(value) && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value) && value.trim() === value && !value.startsWith('"');
  return visible ? value : literal(value);
}

function read(text: string): string {
  if (!text.startsWith('"')) return text;
  const found = jsonString(text, 0);
  if (found === null || found[1] !== text.length) throw new PassingError(`The cell ${text} starts with a double quote but is no JSON string.`);
  return found[0];
}
