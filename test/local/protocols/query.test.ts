import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeForm } from '../../../src/local/protocols/query.ts';

const decode = (text: string) => decodeForm(new URLSearchParams(text));

describe('a Query form', () => {
  it('becomes lists, maps and structures', () => {
    expect(
      decode('Action=TagRole&Version=1&RoleName=r&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b'),
    ).toEqual({
      RoleName: 'r',
      Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }],
    });
    expect(decode('Attributes.entry.1.key=Policy&Attributes.entry.1.value=x')).toEqual({ Attributes: { Policy: 'x' } });
  });

  it('keeps the order of list members by number, not by text', () => {
    const text = [10, 9, 1, 2].map((index) => `A.member.${index}=${index}`).join('&');
    expect(decode(text)).toEqual({ A: ['1', '2', '9', '10'] });
  });

  it('never throws and never touches a prototype, whatever it is sent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.array(fc.constantFrom('A', 'member', 'entry', '1', '__proto__', 'key', ''), { minLength: 1 }),
            fc.string(),
          ),
        ),
        (pairs) => {
          decodeForm(new URLSearchParams(pairs.map(([path, value]): [string, string] => [path.join('.'), value])));
          expect(({} as Record<string, unknown>).A).toBeUndefined();
        },
      ),
    );
  });
});
