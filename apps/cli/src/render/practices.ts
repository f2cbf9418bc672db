import { paint, type Io, type Style } from '../io.ts';
import type { Review } from '../project/practices.ts';
import { wrap } from './text.ts';

const look: Readonly<Record<Review['state'], readonly [mark: string, style: Style]>> = { upheld: ['✔', 'green'], open: ['✘', 'red'], yours: ['!', 'yellow'] };

/** The practices of one target: what was found here, and how each is upheld. */
export function renderPractices(io: Io, title: string, reviews: readonly Review[]): string {
  const each = reviews.map(({ practice, state, here }) => {
    const [mark, style] = look[state];
    const means = practice.upheld.map(({ by, how, codes }) => `  ${paint(io, 'dim', '·')} ${wrap(`${how} (${[by, ...codes].join(' ')})`, io.columns, ' '.repeat(4))}`);
    return [`${paint(io, style, mark)} ${paint(io, 'bold', practice.title)} ${paint(io, 'dim', practice.id)}`, `  ${wrap(here, io.columns, '  ')}`, ...means].join('\n');
  });
  return `${paint(io, 'bold', `Practices on ${title}`)}\n\n${each.join('\n\n')}\n`;
}

/** How many are upheld, in one line. */
export function practicesLine(title: string, reviews: readonly Review[]): string {
  const of = (state: Review['state']): number => reviews.filter((one) => one.state === state).length;
  return `${title}: ${of('upheld')} of ${reviews.length} upheld${of('open') > 0 ? `, ${of('open')} open` : ''}${of('yours') > 0 ? `, ${of('yours')} for you to look at` : ''}`;
}
