import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/ui/wrap.ts';

const words = fc.array(fc.stringMatching(/^[a-z:/.]{1,30}$/), { minLength: 1, maxLength: 40 });

describe('wrap', () => {
  it('loses no word and changes no order', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (text, width) => {
        expect(wrap(text.join(' '), width).join(' ').split(' ')).toEqual(text);
      }),
    );
  });

  it('never exceeds the width except with one word that is longer', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (text, width) => {
        for (const line of wrap(text.join(' '), width)) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('keeps the indentation of each paragraph, so that a list of problems stays a list', () => {
    expect(wrap('apikit.yaml has 2 problems:\n  apikit.yaml:3:1 is wrong and long', 24)).toEqual([
      'apikit.yaml has 2',
      'problems:',
      '  apikit.yaml:3:1 is',
      '  wrong and long',
    ]);
  });
});
