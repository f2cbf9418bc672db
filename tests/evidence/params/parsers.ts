import { checkScript, explainArguments, getResolvedOptions, parse, parseShorthand, PassingError, ResolvedOptionsError, ShorthandError, splitPosix, splitPowerShell, styleNames } from '@millrace/params';

/** Reads a text; `seed` picks among settings. What it throws besides `expected` is a fault. */
export type Reader = (text: string, seed: number) => unknown;

const script = (language: 'python' | 'scala'): Reader => (text) => checkScript({ language, text, file: 'job', declared: null, passed: { SRC: 'x' }, glueVersion: '5.0' });

/** Every parser of parameters. */
export const readers: Readonly<Record<string, Reader>> = {
  'contract-python': script('python'),
  'contract-scala': script('scala'),
  shorthand: (text) => parseShorthand(text),
  'resolved-options': (text, seed) => getResolvedOptions(['job', ...text.split(' ')], text.slice(0, 200).split(/[ ,=]/).slice(0, seed % 4), { glueVersion: seed % 2 === 0 ? '5.0' : '6.0' }),
  explain: (text) => explainArguments(`--arguments ${text}`),
  posix: (text) => splitPosix(text),
  powershell: (text) => splitPowerShell(text),
  ...Object.fromEntries(styleNames.map((style): [string, Reader] => [style, (text) => parse(style, text, { readFile: () => text })])),
};

/** How a text is refused, as the parsers' documentation says. */
export function expected(error: unknown): boolean {
  return error instanceof PassingError || error instanceof ShorthandError || error instanceof ResolvedOptionsError;
}
