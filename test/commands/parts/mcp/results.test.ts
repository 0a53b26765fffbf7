/** A document before a client gets it: its texts are made visible, and long ones are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened } from '../../../../src/commands/parts/mcp/shortened.ts';
import { visible } from '../../../../src/commands/parts/mcp/visible-text.ts';

describe('a document', () => {
  it('that is short enough stays as it is', () => {
    const document = { rows: [{ a: 1 }, { b: null }], text: 'x' };
    expect(shortened(document, 100)).toEqual({ document, cuts: [] });
  });

  it('keeps the first items of its longest list', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ index, message: 'x'.repeat(50) }));
    const { document, cuts } = shortened({ since: 'now', rows, statistics: { lines: 1000 } }, 5_000);
    expect(JSON.stringify(document).length).toBeLessThanOrEqual(5_000);
    expect(document).toMatchObject({ since: 'now', statistics: { lines: 1000 } });
    expect(document.rows).toEqual(rows.slice(0, document.rows.length));
    expect(document.rows.length).toBeGreaterThan(50);
    expect(cuts).toEqual([{ member: 'rows', shown: document.rows.length, of: 1000 }]);
  });

  it('keeps the beginning of a long text in an item, and the items beside it', () => {
    const errors = [{ stack: 'frame\n'.repeat(10_000) }, { stack: 'short' }];
    const { document, cuts } = shortened({ errors }, 2_000);
    expect(JSON.stringify(document).length).toBeLessThanOrEqual(2_000);
    expect(document.errors[1]).toEqual({ stack: 'short' });
    expect(cuts).toEqual([{ member: 'errors.0.stack', shown: document.errors[0]!.stack.length, of: 60_000 }]);
  });

  it('always keeps its members, and is not changed itself', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue(), { maxKeys: 5 }), (document) => {
        const before = JSON.stringify(document);
        const { document: short, cuts } = shortened(document, 200);
        expect(JSON.stringify(document)).toBe(before);
        if (before.length <= 200) expect(cuts).toEqual([]);
        for (const { shown, of } of cuts) expect(shown).toBeLessThan(of);
        expect(Object.keys(short)).toEqual(Object.keys(document));
      }),
    );
  });
});

describe('the texts of a document', () => {
  it('show control characters, and have no colours', () => {
    expect(visible({ a: ['\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u202egnp.exe'] })).toEqual({
      a: ['red \\u001b]0;title\\u0007 \\u202egnp.exe'],
    });
  });

  it('have no characters without a picture, in which a model would read something', () => {
    const hidden = [...'deploy to prod']
      .map((letter) => String.fromCodePoint(0xe0000 + letter.codePointAt(0)!))
      .join('');
    expect(visible({ [`na${hidden}me`]: `he\u200bllo${hidden}`, count: 1, none: null })).toEqual({
      name: 'hello',
      count: 1,
      none: null,
    });
  });

  it('keep line breaks, tabs, quotes and other languages', () => {
    const document = { text: 'a\n\tb "c" \\ ü 漢字 👩‍👩‍👧' };
    expect(visible(document)).toEqual(document);
  });
});
