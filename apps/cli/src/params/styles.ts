import { didYouMean } from '@millrace/core';
import { styleNames, type StyleName } from '@millrace/params';
import { CliError, exit } from '../io.ts';
import type { Options } from '../table.ts';

/** The way of passing that `--style` names. */
export function styleOf(options: Options): StyleName {
  const given = options['style'];
  const style = styleNames.find((name) => name === given);
  if (style !== undefined) return style;
  const near = typeof given === 'string' ? didYouMean(given, styleNames) : null;
  const known = `The styles are ${styleNames.join(', ')}.`;
  throw new CliError(typeof given === 'string' ? `There is no style ${given}.` : 'A style is needed: --style says how the arguments are written.', near === null ? known : `Did you mean ${near}? ${known}`, exit.usage);
}
