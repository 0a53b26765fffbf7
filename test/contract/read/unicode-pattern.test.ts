import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodePattern } from '../../../src/contract/read/unicode-pattern.ts';

describe('a pattern that compiles only without the flag u', () => {
  it.each([
    [String.raw`^\d{4}\-\d{2}\-\d{2}$`, String.raw`^\d{4}-\d{2}-\d{2}$`],
    [String.raw`^[A-Za-z0-9_\-\:]+$`, String.raw`^[A-Za-z0-9_\-:]+$`],
    [String.raw`\@\"\_`, '@"_'],
    [String.raw`^[\w-.]+$`, String.raw`^[\w\-.]+$`],
    ['^a{b}$', String.raw`^a\{b\}$`],
  ])('%s is converted to %s', (pattern, written) => {
    expect(unicodePattern(pattern)).toBe(written);
  });

  it.each([
    ...[String.raw`^\p{L}\-$`, '(', String.raw`\u{61}\-`],
    ...[String.raw`\A[a-z]+\Z`, String.raw`\A[a-z]+\z`, String.raw`^\h*$`, String.raw`\Qa.b\E`, String.raw`^[\R]$`],
    ...['^[[:alpha:]]+$', '^[[:alpha:]_]+$', '^[^[:space:]]$', '^[a-z&&[^b]]$', '^[a-c[x-z]]$', '^a{,3}$'],
  ])('stays unchanged if its meaning is unclear: %s', (pattern) => {
    expect(unicodePattern(pattern)).toBe(pattern);
  });

  it('keeps its meaning, and one that compiles with u stays unchanged', () => {
    const part = fc.constantFrom(
      ...[
        String.raw`\-`,
        String.raw`\:`,
        String.raw`\w`,
        String.raw`\d`,
        String.raw`\_`,
        String.raw`\.`,
        String.raw`\x41`,
      ],
      ...['a', '-', '{', '}', ']', '[', '[^', '+', '{2}', '.', '^', '$', '|', '(', ')', String.raw`\]`, String.raw`\e`],
    );
    const pattern = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom(...'aAe0-:_.[]{}2\\'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        let plain: RegExp;
        try {
          plain = new RegExp(source);
        } catch {
          return unicodePattern(source) === source;
        }
        const written = unicodePattern(source);
        try {
          return new RegExp(written, 'u').test(subject) === plain.test(subject);
        } catch {
          return written === source;
        }
      }),
      { numRuns: 3000 },
    );
  });
});
