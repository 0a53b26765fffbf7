import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/ui/table.ts';
import { fold, wrap } from '../../src/ui/wrap.ts';

const words = fc.array(fc.stringMatching(/^[a-z:/.]{1,30}$/), { minLength: 1, maxLength: 40 });

describe('wrap', () => {
  it('loses no word and keeps the order', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (text, width) => {
        expect(wrap(text.join(' '), width).join(' ').split(' ')).toEqual(text);
      }),
    );
  });

  it('never exceeds the width except with one longer word', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (text, width) => {
        for (const line of wrap(text.join(' '), width)) expect(line.length <= width || !line.includes(' ')).toBe(true);
      }),
    );
  });

  it('takes a long line of a log at once if nothing is to be broken', () => {
    const line = 'word and '.repeat(200_000);
    expect(wrap(line, Number.POSITIVE_INFINITY)).toEqual([line]);
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

describe('fold', () => {
  it('keeps fitting lines unchanged, and cuts no word of the others', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 120 }), (text, columns) => {
        const line = text.join('  ');
        const folded = fold(line, columns);
        if (line.length <= columns) expect(folded).toEqual([line]);
        expect(folded.flatMap((each) => each.trim().split(/ +/))).toEqual(text);
        for (const each of folded) expect(each.length <= columns || !each.trim().includes(' ')).toBe(true);
      }),
    );
  });

  it('moves table columns that do not fit below, indented', () => {
    const rows = table([
      ['RESOURCE', 'STATE', 'NAME'],
      ['alarm/function-errors', 'OK', 'shop-local-function-errors'],
      ['stage', 'present', 'local'],
    ]);
    expect(rows.flatMap((row) => fold(row, 42))).toEqual([
      'RESOURCE               STATE    NAME',
      'alarm/function-errors  OK',
      '  shop-local-function-errors',
      'stage                  present  local',
    ]);
  });

  it('ignores colours', () => {
    expect(fold('\u001b[1mone\u001b[22m two', 7)).toEqual(['\u001b[1mone\u001b[22m two']);
  });
});
