import { defaultPort } from '@millrace/local';
import { describe, expect, it } from 'vitest';
import { commands } from './table.ts';

describe('the help', () => {
  it('names the port that the embedded AWS really takes', () => {
    // The table is read before any command is chosen, and must not load the embedded AWS for one number.
    const local = commands.find(({ name }) => name === 'local');
    expect(local?.options.find(({ flags }) => flags.startsWith('--port'))?.help).toContain(`default: ${defaultPort})`);
    expect(local?.examples.map(([command]) => command).join('\n')).toContain(`127.0.0.1:${defaultPort} `);
  });
});
