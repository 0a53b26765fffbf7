import { expect, it } from 'vitest';
import { createDrawnAgain } from '../../src/ui/drawn-again.ts';

const drawnOn = (more: object) => {
  const written: string[] = [];
  const draw = createDrawnAgain({ write: (text: string) => written.push(text), ...more });
  draw(['one', 'two']);
  draw(['three']);
  draw(['four']);
  return written.join('');
};

it('draws in the same place on a terminal, with any number of lines', () => {
  expect(drawnOn({ isTTY: true, columns: 80 })).toBe(
    'one\ntwo\n\x1b[1A\x1b[2K\x1b[1A\x1b[2Kthree\n\x1b[1A\x1b[2Kfour\n',
  );
});

it('counts the lines that a narrow terminal wraps', () => {
  const written: string[] = [];
  const draw = createDrawnAgain({ write: (text: string) => written.push(text), isTTY: true, columns: 20 });
  draw(['requests  and more than twenty']);
  draw(['x']);
  expect(written.join('').split('\x1b[1A')).toHaveLength(3);
});

it('prints below without a terminal', () => {
  expect(drawnOn({})).toBe('one\ntwo\nthree\nfour\n');
});
