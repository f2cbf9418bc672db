import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeBuild } from './build-folder.ts';

let dir: string;
let out: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'millrace-build-'));
  out = join(dir, 'out');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const first = new Map([['resources.json', '[]\n'], ['objects/clean.py', 'print(1)\n']]);
const second = new Map([['resources.json', '[1]\n']]);

describe('the folder of a build', () => {
  it('a later build takes the place of an earlier one', () => {
    writeBuild(out, first);
    writeBuild(out, second);
    expect(readFileSync(join(out, 'resources.json'), 'utf8')).toBe('[1]\n');
    expect(existsSync(join(out, 'objects'))).toBe(false);
    expect(readdirSync(dir)).toEqual(['out']);
  });

  it("a person's folder that holds a resources.json stays", () => {
    mkdirSync(out);
    writeFileSync(join(out, 'resources.json'), 'mine');
    writeFileSync(join(out, 'thesis.md'), 'mine');
    expect(() => writeBuild(out, first)).toThrow("holds other files than a build's");
    expect(readdirSync(out).sort()).toEqual(['resources.json', 'thesis.md']);
    expect(readdirSync(dir)).toEqual(['out']);
  });

  it('a file beside those of a build, one changed since, and an empty folder stay', () => {
    for (const [name, told] of [['objects/notes.md', 'holds other files'], ['resources.json', 'was changed after its build (resources.json)']] as const) {
      writeBuild(out, first);
      writeFileSync(join(out, name), 'mine');
      expect(() => writeBuild(out, second)).toThrow(told);
      expect(readFileSync(join(out, name), 'utf8')).toBe('mine');
      rmSync(out, { recursive: true });
    }
    writeBuild(out, first);
    mkdirSync(join(out, 'mine'));
    expect(() => writeBuild(out, second)).toThrow('(mine/)');
  });

  it('a folder named OUT.part is neither merged nor removed', () => {
    mkdirSync(`${out}.part`);
    writeFileSync(join(`${out}.part`, 'mine'), 'mine');
    writeBuild(out, first);
    expect(readdirSync(`${out}.part`)).toEqual(['mine']);
    expect(existsSync(join(out, 'mine'))).toBe(false);
  });
});
