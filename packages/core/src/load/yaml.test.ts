import { expect, test } from 'vitest';
import { load } from './load.ts';
import type { LoadIo } from './io.ts';

const reads = (text: string): LoadIo => ({ readText: () => Promise.resolve(text), importModule: () => Promise.reject(new Error('no module')) });

test('a key that is there twice is told together with the other mistakes, each with its place', async () => {
  const { pipeline, problems } = await load('pipeline.yaml', reads(`name: orders
timezone: Mars
steps:
  clean: { kind: glueJob, script: ./clean.py, timeout: 1h, timeout: 2h }
  load: { kind: glueJob, script: ./load.py, after: claen }
  clean: { kind: glueJob, script: ./clean.py, scirpt: ./other.py }
name: orders
`));
  expect(pipeline).toBeNull();
  expect(problems.map(({ code, at }) => `${code} ${at?.line}:${at?.col}`)).toEqual(['MR1060 2:1', 'MR1002 4:60', 'MR1030 5:45', 'MR1021 6:3', 'MR1010 6:47', 'MR1002 7:1']);
  expect(problems.find(({ code }) => code === 'MR1021')).toMatchObject({ message: "there are two steps 'clean': one in line 4, and this one", hint: 'Give one of them another name, or remove it.' });
});

test('a key twice and nothing else wrong is no pipeline either', async () => {
  const { pipeline, problems } = await load('pipeline.yaml', reads('name: orders\nsteps:\n  a: { kind: glueJob, script: ./a.py, timeout: 1h }\n  a: { kind: glueJob, script: ./b.py, timeout: 1h }\n'));
  expect(pipeline).toBeNull();
  expect(problems.map(({ code }) => code)).toEqual(['MR1021']);
});
