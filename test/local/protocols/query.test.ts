import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/local/cloud/aws-error.ts';
import { decodeForm, queryError } from '../../../src/local/protocols/query.ts';

const SHAPE = {
  input: 'Request',
  constraintError: 'ValidationError',
  errors: {},
  shapes: {
    Request: {
      type: 'structure',
      members: { RoleName: 'string', Tags: 'Tags', Attributes: 'Attributes', A: 'Texts', Tag: 'Tag' },
    },
    Tag: { type: 'structure', members: { Key: 'string', Value: 'string' } },
    Tags: { type: 'list', item: 'Tag' },
    Attributes: { type: 'map', key: 'string', value: 'string' },
    Texts: { type: 'list', item: 'string' },
  },
} as const;

const decode = (text: string) => decodeForm(new URLSearchParams(text), SHAPE);

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

  it('treats an empty text as an empty list or map, as AWS CLI version 1 and boto3 send it', () => {
    expect(decode('Tags=&Attributes=&A.member=')).toEqual({ Tags: [], Attributes: {}, A: [] });
  });

  it.each([
    ['A=x', 'Unexpected list element termination'],
    ['Tag=x', 'Unexpected complex element termination'],
    ['Tags.member.1=x', 'Unexpected complex element termination'],
    ['RoleName.member.1=x', 'Start of list found where not expected'],
    ['Tags.1.Key=x', 'Start of structure or map found where not expected'],
  ])('rejects %s, whose form does not match the model', (text, message) => {
    expect(() => decode(text)).toThrow(expect.objectContaining({ code: 'MalformedInput', message, status: 400 }));
  });

  it('ignores members outside of the model', () => {
    expect(decode('RoleName=r&Other=x&constructor=y')).toEqual({ RoleName: 'r' });
  });

  it('rejects or reads any input, and never changes a prototype', () => {
    const part = fc.constantFrom('A', 'Tags', 'Attributes', 'member', 'entry', '1', '__proto__', 'key', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(part, { minLength: 1 }), fc.string())), (pairs) => {
        const form = new URLSearchParams(pairs.map(([path, value]): [string, string] => [path.join('.'), value]));
        try {
          decodeForm(form, SHAPE);
        } catch (error) {
          expect(error).toBeInstanceOf(AwsError);
        }
        expect(({} as Record<string, unknown>).A).toBeUndefined();
      }),
    );
  });
});

describe('a response', () => {
  it('is valid XML for any text', () => {
    const answer = (message: string) =>
      String(queryError(new AwsError('ValidationError', message), 'urn:x', { requestId: 'r' }).body);
    expect(answer('a\0b\u001b[2J\uffff\ud800 \r\n<&é😀')).toContain(
      '<Message>a\ufffdb\ufffd[2J\ufffd\ufffd &#xD;\n&lt;&amp;é😀</Message>',
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        expect(answer(message)).not.toMatch(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
      }),
    );
  });
});
