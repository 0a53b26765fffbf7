/** A comment shows the names that a branch chooses, and they have no effect there. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { code } from '../../src/text/markdown-code.ts';
import { link, list } from '../../src/ui/markdown.ts';

it.each([
  ['table/items', '`table/items`'],
  ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
  ['a ` b', '``a ` b``'],
  ['`code`', '`` `code` ``'],
  ['``` fence', '```` ``` fence ````'],
  ['two\nlines\u2028and\u0000more', '`two lines and more`'],
  ['', '`   `'],
  ['@everyone | [x](javascript:y)', '`@everyone | [x](javascript:y)`'],
])('%j is code', (text, shown) => {
  expect(code(text)).toBe(shown);
});

/**
 * By the rules of CommonMark: a span ends with the first run of backticks that is as long as the one it begins with.
 */
function spanOf(markdown: string): { text: string; rest: string } {
  const [fence = ''] = /^`+/.exec(markdown) ?? [];
  for (const run of markdown.slice(fence.length).matchAll(/`+/g)) {
    if (run[0] !== fence) continue;
    const end = fence.length + run.index;
    return { text: markdown.slice(fence.length, end), rest: markdown.slice(end + fence.length) };
  }
  return { text: '', rest: markdown };
}

it('any text stays inside one code span, on one line', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('`', ' ', '\n', '<', 'a') }));
  fc.assert(
    fc.property(texts, (text) => {
      const shown = code(text);
      expect(shown).not.toMatch(/[\r\n]/);
      expect(spanOf(shown)).toMatchObject({ rest: '' });
    }),
  );
});

it('a URL is a link only if it is clearly one', () => {
  expect(link('https://a1.execute-api.eu-west-1.amazonaws.com/pr-17')).toMatch(/^<https:.*>$/);
  expect(link('https://a/>"<b>')).toBe('`https://a/>"<b>`');
});

it('a long list ends with the number of other entries', () => {
  expect(list(Array.from({ length: 102 }, (_, index) => String(index))).slice(-2)).toEqual(['- 99', '- and 2 more']);
});
