/** Values in Terraform's language, as HashiCorp's parser reads them. */

import { describe, expect, it } from 'vitest';
import { block, file, json } from '../../../src/aws/leaving/leaving.ts';
import { blockLines, expression } from '../../../src/stage/leaving/hcl.ts';
import { parseHcl } from './parse-hcl.ts';

const read = async (body: Record<string, unknown>) => {
  const { resource } = (await parseHcl('a.tf', blockLines('resource "a" "b"', body).join('\n'))) as {
    resource: { a: { b: unknown[] } };
  };
  return resource.a.b[0];
};

describe('a body in HCL', () => {
  it.each([
    ['text with quotes, lines and a backslash', { a: 'say "x"\n\\ é' }, { a: 'say "x"\n\\ é' }],
    ['texts that would be templates', { a: `\${a} %{b} $c` }, { a: `$\${a} %%{b} $c` }],
    ['numbers, booleans and lists', { a: 1.5, b: false, c: ['x', 2] }, { a: 1.5, b: false, c: ['x', 2] }],
    [
      'maps with any keys',
      { a: { 'apikit:app': 'x', for: 'y', z: { q: 1 } } },
      { a: { 'apikit:app': 'x', for: 'y', z: { q: 1 } } },
    ],
    ['blocks, also empty and repeated', { a: block({ x: 1 }, { y: block({}) }) }, { a: [{ x: 1 }, { y: [{}] }] }],
    ['expressions', { a: expression('aws_iam_role.role.arn') }, { a: `\${aws_iam_role.role.arn}` }],
    ['documents as JSON', { a: json({ 'b:c': ['d'] }) }, { a: `\${jsonencode({\n    "b:c" = ["d"]\n  })}` }],
    ['files', { a: file('x.json') }, { a: `\${file("\${path.module}/x.json")}` }],
    ['nothing for what is undefined', { a: undefined, b: 1 }, { b: 1 }],
  ])('has %s', async (_what, body, expected) => {
    expect(await read(body)).toEqual(expected);
  });
});
