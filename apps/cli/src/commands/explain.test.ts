import { describe, expect, it } from 'vitest';
import { exit } from '../io.ts';
import { quietIo } from '../render/render.fixture.ts';
import { run } from './explain.ts';

describe('explain', () => {
  it('knows the findings in state machines, too, which the practices name', async () => {
    const { io, said } = quietIo();
    expect(await run(io, ['asl2001'], {})).toBe(exit.ok);
    expect(said.out).toMatch(/^ASL2001: A task without a timeout\n\n[\s\S]+Source /);
    expect(said.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('a code that is none of them is a sentence with the nearest', async () => {
    await expect(run(quietIo().io, ['ASL2O01'], {})).rejects.toMatchObject({ message: 'No finding in a state machine is called ASL2O01.', hint: 'Did you mean ASL2001?', code: exit.usage });
  });
});
