import { describe, expect, it } from 'vitest';
import { paint } from '../io.ts';
import { oneLine, printable, visible } from './printable.ts';

describe('text of others on a terminal', () => {
  it('a log line that clears the screen, sets the title or goes back on its line is shown, not obeyed', () => {
    expect(visible('\u001b[2Jgone \u001b]0;title\u0007 100%\rdone\u009b31m')).toBe('\\x1b[2Jgone \\x1b]0;title\\x07 100%\\x0ddone\\x9b31m');
  });

  it('signs that turn the direction of writing are shown', () => {
    expect(visible('a\u202eb')).toBe('a\\u202eb');
  });

  it('tabs, line ends and every language stay', () => {
    expect(visible('a\tb\r\nMüller 日本 🛫\n')).toBe('a\tb\nMüller 日本 🛫\n');
  });

  it('our own colours stay, moves of the cursor do not', () => {
    expect(printable(`${paint({ colour: true }, 'red', 'load')}: \u001b[2Awiped`)).toBe('\u001b[31mload\u001b[39m: \\x1b[2Awiped');
  });

  it('a message is one line of at most 200 characters', () => {
    expect(oneLine('Traceback:\n  File "x"\n\u001b[31mValueError', 200)).toBe('Traceback: File "x" \\x1b[31mValueError');
    expect([...oneLine('x'.repeat(500), 200)]).toHaveLength(200);
  });
});
