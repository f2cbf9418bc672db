import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, getResolvedOptions, GlueArgumentError, resolvedEntries, ResolvedOptionsError, RuntimeError, SystemExit, ValueError, type GlueVersion } from './index.ts';

const on6 = { glueVersion: '6.0' } as const;
const on5 = { glueVersion: '5.1' } as const;
const kindOf = (argv: readonly string[], options: readonly string[], at: { readonly glueVersion: GlueVersion } = on6): string => {
  try {
    getResolvedOptions(argv, options, at);
    return 'result';
  } catch (error) {
    if (error instanceof ResolvedOptionsError) return error.kind;
    throw error;
  }
};

describe('a job that asks for its arguments', () => {
  test('gets them with what Glue adds, in the order of Python', () => {
    const argv = ['job.py', '--JOB_ID', 'j_1', '--DATE=01-01-1990', '--LOCATION', 'NY', '--enable-metrics', '', '--TempDir', 's3://t/'];
    expect(Object.entries(getResolvedOptions(argv, ['LOCATION', 'DATE'], on6))).toEqual([
      ['job_bookmark_option', 'job-bookmark-disable'], ['job_bookmark_from', null], ['job_bookmark_to', null], ['JOB_ID', 'j_1'], ['JOB_RUN_ID', null],
      ['SECURITY_CONFIGURATION', null], ['encryption_type', null], ['enable_data_lineage', null], ['RedshiftTempDir', 's3://t/'], ['TempDir', 's3://t/'],
      ['LOCATION', 'NY'], ['DATE', '01-01-1990'],
    ]);
  });

  test('hears of everything that is missing at once', () => {
    expect(() => getResolvedOptions(['job.py', 'LOCATION=NY'], ['LOCATION', 'DATE'], on6)).toThrow(new GlueArgumentError('Required and not given: --LOCATION, --DATE.'));
  });

  test('reads values with dashes only where they are joined, numbers, or hold a space', () => {
    const kinds = ['-foo', '--x', '-1e5', '-5.', '-01-01-1990', '--', '-h', '-', '-5', '-.5', '-٣', '-a b'].map((value) => kindOf(['s', '--A', value], ['A']));
    expect(kinds).toEqual([...Array.from({ length: 7 }, () => 'GlueArgumentError'), ...Array.from({ length: 5 }, () => 'result')]);
    expect(getResolvedOptions(['s', '--A=-foo'], ['A'], on6)['A']).toBe('-foo');
  });

  test('can be given a value by an argument that it never asked for', () => {
    expect(getResolvedOptions(['s', '--A', 'good', '--note', '--A=evil'], ['A'], on6)['A']).toBe('evil');
  });

  test('keeps the order of names made of digits as pairs', () => {
    expect(resolvedEntries(['s', '--b', '1', '--2', 'x'], ['b', '2'], on6).slice(-2)).toEqual([['b', '1'], ['2', 'x']]);
  });

  test('is safe with names that JavaScript owns', () => {
    const options = getResolvedOptions(['s', '--__proto__', 'x', '--constructor', 'y'], ['__proto__', 'constructor'], on6);
    expect([Object.getPrototypeOf(options), Object.getOwnPropertyDescriptor(options, '__proto__')?.value, options['constructor']]).toEqual([null, 'x', 'y']);
  });
});

describe('Glue 5 and Glue 6', () => {
  test('Glue 5 takes beginnings of names for names, Glue 6 does not', () => {
    expect([kindOf(['s', '--LOC=NY'], ['LOCATION'], on5), kindOf(['s', '--LOC=NY'], ['LOCATION'])]).toEqual(['result', 'GlueArgumentError']);
    expect([kindOf(['s', '--JOB', 'x'], [], on5), kindOf(['s', '--JOB', 'x'], [])]).toEqual(['GlueArgumentError', 'result']);
  });

  test('they differ about two dashes as a value, and about text after -h', () => {
    expect([getResolvedOptions(['s', '--A=--'], ['A'], on5)['A'], getResolvedOptions(['s', '--A=--'], ['A'], on6)['A']]).toEqual([[], '--']);
    expect(['-hx', '-hh', '-h=h', '-h-'].map((word) => [kindOf(['s', word], [], on5), kindOf(['s', word], [])])).toEqual([
      ['GlueArgumentError', 'SystemExit'], ['SystemExit', 'SystemExit'], ['SystemExit', 'GlueArgumentError'], ['GlueArgumentError', 'GlueArgumentError'],
    ]);
  });

  test('a version that is none is told', () => {
    expect(() => getResolvedOptions([], [], { glueVersion: 'latest' as GlueVersion })).toThrow(RangeError); // As JavaScript code may call it.
  });
});

test.each([
  [['job-bookmark-option'], RuntimeError], [['--JOB_ID'], RuntimeError], [['JOB_ID'], ArgumentError], [['A', 'A'], ArgumentError], [['help'], ArgumentError], [[''], ValueError], [['--'], ValueError],
])('declaring %j fails', (options, kind) => {
  expect(() => getResolvedOptions(['s'], options, on6)).toThrow(kind);
});

test('help ends the job wherever it stands, successfully', () => {
  for (const argv of [['s', '--help'], ['s', '--note', '-h']]) {
    try {
      getResolvedOptions(argv, [], on6);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SystemExit);
      expect(error).toMatchObject({ name: 'SystemExit', code: 0 });
    }
  }
});

test('bookmarks take a range only when they are paused', () => {
  const range = ['--job-bookmark-from', 'a', '--job-bookmark-to', ''];
  expect(kindOf(['s', '--job-bookmark-option', 'job-bookmark-pause', ...range], [])).toBe('result');
  expect(kindOf(['s', '--continuation-option', 'continuation-readonly', ...range.slice(2)], [])).toBe('RuntimeError');
  expect(kindOf(['s', ...range], [])).toBe('RuntimeError');
  expect(kindOf(['s', ...range.slice(2)], [])).toBe('result');
  expect(kindOf(['s', '--continuation_option', 'x'], ['continuation_option'])).toBe('ValueError');
});

test('what is joined to its name arrives unchanged, whatever it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((value) => value !== '--'), fc.constantFrom(on5, on6), (value, at) => {
    expect(getResolvedOptions(['s', `--A=${value}`], ['A'], at)['A']).toBe(value);
  }));
});

test('any words and names give a result or one of the five kinds of failure', () => {
  const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('-', '--', '-h', '--A', '--A=', '--e', '--=', '-hh=', '--__proto__'));
  fc.assert(fc.property(fc.array(word), fc.array(word, { maxLength: 3 }), fc.constantFrom(on5, on6), (argv, options, at) => {
    expect(kindOf(argv, options, at)).toMatch(/^(result|GlueArgumentError|RuntimeError|ArgumentError|ValueError|SystemExit)$/);
  }));
});

test('many words and many options are read', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => `name_${index}_x`);
  const argv = ['s', ...names.flatMap((name) => [`--${name}`, 'v']), ...names.map((_, index) => `--name_${index}_=w`)];
  expect(getResolvedOptions(argv, names, on5)['name_7_x']).toBe('w');
});
