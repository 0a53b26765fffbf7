/** The variables of the Serverless Framework: what they resolve to, and what bounds them. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../../src/incoming/serverless/expressions.ts';
import { readService } from '../../../src/incoming/serverless/read-service.ts';
import { tempDir } from '../../helpers/cli.ts';

const VALUES = { options: {}, parameters: {} };

function service(text: string, values: Partial<typeof VALUES> = {}, root = tempDir()) {
  return readService(`provider: { name: aws, stage: "\${opt:stage, 'test'}" }\n${text}`, 'serverless.yml', root, {
    ...VALUES,
    ...values,
  });
}

it.each([
  [`\${self:provider.stage}`, 'test'],
  [`\${sls:stage}-\${opt:stage, 'other'}`, 'test-test'],
  [`\${opt:region, self:provider.region}`, `\${region}`],
  [`\${self:custom.\${sls:stage}.size}`, 5],
  [`\${self:custom.none, self:custom.test}`, { size: 5 }],
  [`\${self:custom.none, null}`, null],
  [`\${opt:none, \${self:custom.none, "a, b"}}`, 'a, b'],
  [`\${env:HOME, 'nobody'}`, 'nobody'],
  [`\${param:domain}/\${param:path, 'x'}`, 'shop.example/x'],
  [`\${strToBool(false)}`, false],
  [`\${aws:region} \${AWS::Region} \${aws:username}`, `\${region} \${AWS::Region} \${aws:username}`],
  [`\${self:custom.list.1}`, 'two'],
  ['plain', 'plain'],
])('%s is %j', (text, expected) => {
  const { at, unresolved } = service(
    [
      `custom: ${JSON.stringify({ test: { size: 5 }, list: ['one', 'two'], found: text })}`,
      'params: { default: { domain: shop.example } }',
    ].join('\n'),
  );
  expect(at(['custom', 'found'])).toEqual(expected);
  expect(unresolved).toEqual([]);
});

it.each(['constructor', '__proto__', 'toString.name', 'list.constructor'])(
  'custom has no member %s of its own',
  (name) => {
    const read = service(`custom: { list: [1], found: "\${self:custom.${name}}" }`);
    expect(read.at(['custom'])).toEqual({ list: [1] });
    expect(read.unresolved).toHaveLength(1);
  },
);

it('a text of many brackets takes little time, whether they are closed or not', () => {
  const open = '${x'.repeat(50_000);
  const text = `${open}${'}'.repeat(50_000)}${open}`;
  const start = process.cpuUsage();
  const pieces = piecesOf(text);
  // Microseconds of this process: other programs on the machine do not count.
  expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  expect(pieces).toEqual([{ text }]);
});

it('the stage is the one of the command line, or the placeholder of apikit.yaml', () => {
  const { at } = service(
    `custom: { name: "a-\${sls:stage}", all: { prod: 1 }, one: "\${self:custom.all.\${sls:stage}}" }`,
    {
      options: { stage: 'prod' },
    },
  );
  expect(at(['custom', 'name'])).toBe('a-prod');
  expect(at(['custom', 'name'], 'placeholder')).toBe(`a-\${stage}`);
  expect(at(['custom', 'one'], 'placeholder')).toBe(1);
});

it.each([`\${env:HOME}`, `\${ssm:/a/b}`, `\${cf:other.Url}`, `\${s3:a/b}`, `\${opt:none}`, `\${self:custom.found}`])(
  '%s is listed with its line, and left out',
  (text) => {
    const read = service(`custom:\n  kept: 1\n  found: hunter2-${text}`);
    expect(read.at(['custom'])).toEqual({ kept: 1 });
    // The text around a variable can be a password.
    expect(read.unresolved).toEqual([
      { place: 'serverless.yml:4', why: `The files do not tell the value of ${text}.` },
    ]);
  },
);

describe('a file of a variable', () => {
  const root = tempDir();
  const outside = tempDir();
  writeFileSync(join(root, 'own.yml'), `a:\n  b: "\${self:provider.name}"\n`);
  writeFileSync(join(root, 'own.js'), 'module.exports = { a: 1 };');
  writeFileSync(join(root, '.env.yml'), 'a: 1\n');
  writeFileSync(join(outside, 'far.yml'), 'a: 1\n');
  writeFileSync(join(root, 'bomb.yml'), `a: &a [x, x]\nb: &b [*a, *a]\n${bomb('b')}`);
  writeFileSync(join(root, 'large.json'), JSON.stringify({ a: 'x'.repeat(2_100_000) }));
  mkdirSync(join(root, 'sub'));
  symlinkSync(join(outside, 'far.yml'), join(root, 'link.yml'));

  it('is read below the folder of the service, and its lines are those of the report', () => {
    const read = service(`custom: { found: "\${file(./sub/../own.yml):a}" }`, {}, root);
    expect(read.at(['custom', 'found'])).toEqual({ b: 'aws' });
    expect(read.place('custom', 'found', 'b')).toBe('own.yml:2');
    expect(read.files).toEqual(['own.yml']);
  });

  it.each([
    ['own.js', 'own.js is not a .json, .yaml or .yml file.'],
    ['.env.yml', 'is a hidden file'],
    ['link.yml', 'is a link to a place outside'],
    ['bomb.yml', 'The aliases of the file form a cycle, or are too many.'],
    ['large.json', 'large.json is no file, or has more than 2 MB.'],
    ['sub', 'sub is no file'],
    [`../${outside.split('/').at(-1)}/far.yml`, 'is outside'],
    [`${outside}/far.yml`, 'is outside'],
    ['none.yml', 'The file none.yml does not exist.'],
    [`${'a'.repeat(300)}.yml`, 'cannot be read (ENAMETOOLONG)'],
    ['a\\0.yml', 'cannot be read (ERR_INVALID_ARG_VALUE)'],
  ])('is not read if it is %s', (file, why) => {
    const read = service(`custom: { found: "\${file(${file})}" }`, {}, root);
    expect(read.at(['custom'])).toEqual({});
    expect(read.unresolved).toEqual([{ place: 'serverless.yml:2', why: expect.stringContaining(why) }]);
  });

  /** Aliases of aliases, which stand for millions of values. */
  function bomb(first: string): string {
    const names = [...'cdefghijklmnopqrstuvwxyz'];
    return names
      .map((name, index) => `${name}: &${name} [*${names[index - 1] ?? first}, *${names[index - 1] ?? first}]\n`)
      .join('');
  }
});

it.each([
  ['maps', (next: string) => `[${next}, ${next}]`],
  ['texts', (next: string) => `x${next}${next}`],
])('variables that double %s without end are refused', (_title, twice) => {
  const lines = Array.from({ length: 40 }, (_, index) => `  a${index}: "${twice(`\${self:custom.a${index + 1}}`)}"`);
  const listed = lines.map((line) =>
    line.replace(
      /"\[(.*)\]"/,
      (_whole, items: string) =>
        `[${items
          .split(', ')
          .map((one) => `"${one}"`)
          .join(', ')}]`,
    ),
  );
  const read = service(`custom:\n${listed.join('\n')}\n  a40: "${'y'.repeat(1000)}"`);
  expect(() => read.at(['custom', 'a0'])).toThrow('expand without end');
});

it.each([
  ['a: [', 'serverless.yml:'],
  ['services: { a: { path: a } }', 'combines services'],
])('%s is refused', (text, message) => {
  expect(() => service(text)).toThrow(message);
});

it('another provider is refused', () => {
  expect(() => readService('provider: { name: google }\n', 'serverless.yml', tempDir(), VALUES)).toThrow(
    'provider google',
  );
  expect(() => readService('a: 1\n', 'serverless.yml', tempDir(), VALUES)).toThrow('has no provider');
});
