import { catalogues } from 'millrace';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { folder } from './millrace.ts';

// Each test is a few processes: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 });

const root = fileURLToPath(new URL('../..', import.meta.url));
const hundreds: Readonly<Record<string, RegExp>> = { params: /^MR2/, core: /^MR[12]/, deploy: /^MR7/, workload: /^MR[14578]/, glue: /^MR4/, sfn: /^MR5/ };

/** Codes that the packages' sources name, tests left out. */
function named(): Map<string, string> {
  const found = new Map<string, string>();
  for (const room of ['packages', 'apps']) {
    for (const file of readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || /node_modules|[\\/]dist[\\/]|\.test\.ts$|[\\/]test[\\/]/.test(file)) continue;
      for (const [code] of readFileSync(join(root, room, file), 'utf8').matchAll(/\bMR\d{4}\b/g)) found.set(code, join(room, file));
    }
  }
  return found;
}

describe('the catalogues of diagnostics', () => {
  let all: Awaited<ReturnType<typeof catalogues>>;
  beforeAll(async () => {
    all = await catalogues();
  });

  it('hold no code twice', () => {
    const codes = Object.values(all).flatMap((one) => Object.keys(one));
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('keep to the thousands of their package', () => {
    for (const [name, one] of Object.entries(all)) expect(Object.keys(one).filter((code) => !hundreds[name]?.test(code)), name).toEqual([]);
  });

  it('explain every code that a package names, and no other', () => {
    const codes = new Set(Object.values(all).flatMap((one) => Object.keys(one)));
    expect([...named()].filter(([code]) => !codes.has(code))).toEqual([]);
  });

  it('say what a code means, why it matters and what to do', () => {
    for (const one of Object.values(all)) {
      for (const [code, { title, explanation, fix }] of Object.entries(one)) {
        expect([code, title.length > 5, explanation.length > 20, fix.length > 10]).toEqual([code, true, true, true]);
      }
    }
  });
});

describe('millrace explain', () => {
  it('prints each of them, offline, within 80 columns', async () => {
    const here = folder();
    const codes = Object.values(await catalogues()).flatMap((one) => Object.entries(one));
    const list = (await here.millrace('explain')).out;
    for (const [code, { title }] of codes) expect(list).toContain(`${code}  ${title}\n`);
    const [[code, entry] = ['', null]] = codes;
    const { out } = await here.millrace('explain', code.toLowerCase());
    expect(out).toContain(`${code}: ${entry?.title ?? ''}`);
    expect(out.replace(/\s+/g, ' ')).toContain(entry?.fix ?? '');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    here.remove();
  });
});
