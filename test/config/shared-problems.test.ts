import fc from 'fast-check';
import { expect, it } from 'vitest';
import { originFault } from '../../src/config/origin.ts';
import { refusal, said } from './project-folder.ts';

const problemsOf = async (yaml: string) => said((await refusal(yaml)).problems);
const HEAD = 'name: app\nregion: us-east-1\n';
const STAGES = 'stages: { dev: {}, prod: {} }\n';

it.each([
  [
    'a name with an invalid character',
    `${HEAD}tables: { my.orders: { key: id, stream: { consumer: c.ts } } }\n${STAGES}`,
    [
      /^3:\d+ The name of the function would be app-dev-my\.orders-stream: .* The same is true of stages prod and local\./,
    ],
  ],
  ['a missing region', `name: app\n${STAGES}`, [/Stage dev has no region\. The same is true of stage prod\./]],
  [
    'an environment that is too large, with the size of the largest stage',
    `${HEAD}function: { environment: { BIG: ${'x'.repeat(4090)} } }\ntables: { a: { key: id } }\n${STAGES}`,
    [/^3:\d+ The function's environment is \d+ bytes.* The same is true of stages /],
  ],
  [
    'a topic of another region',
    `${HEAD}alarms: { notify: "arn:aws:sns:eu-west-1:123456789012:ops" }\n${STAGES}`,
    [/but stage dev is in us-east-1.* The same is true of stages prod and local\./],
  ],
  [
    'names that are too long, once for the app and once for a table',
    `name: ${'a'.repeat(62)}\nregion: us-east-1\ntables: { t: { key: id, stream: { consumer: c.ts } } }\n${STAGES}`,
    [
      /the role would be a+-local-us-east-1: 78 characters.*Shorten the name of the app or of the stage \(local\) by 14\./,
      /the role would be a+-local-t-stream-us-east-1: 87 .*Shorten the name of tables\.t, of the app or of the stage/,
    ],
  ],
])('%s is reported once for all stages', async (_what, yaml, expected) => {
  const told = await problemsOf(yaml);
  expect(told).toEqual(expected.map((each) => expect.stringMatching(each)));
});

it.each([
  [
    'function: { secrets: { B: { from: "postgres://u:pw@host/db" } } }',
    /^3:\d+ function\.secrets\.B\.from is not a reference/,
  ],
  ['usagePlans: { basic: { rate: fast, burst: 5 } }', /^3:\d+ usagePlans\.basic\.rate is the string "fast"/],
  ['tables: { t: { key: id, stream: { consumer: 5 } } }', /^3:\d+ tables\.t\.stream\.consumer is the number 5/],
])('an invalid setting is not also reported as missing: %s', async (yaml, expected) => {
  expect(await problemsOf(`${HEAD}${yaml}\n${STAGES}`)).toEqual([expect.stringMatching(expected)]);
});

it('a problem in the settings of stages is reported for each of them', async () => {
  const told = await problemsOf(
    `${HEAD}stages:\n  dev: { region: no-where-1 }\n  prod: { region: no-where-1, function: { timeout: 30 } }\n`,
  );
  expect(told.map((each) => each.split(':')[0])).toEqual(['4', '5', '5']);
});

it.each([
  ['localhost:5173', 'Write http://localhost:5173.'],
  ['127.0.0.1:3000/', 'Write http://127.0.0.1:3000.'],
  ['"[::1]:3000"', 'Write http://[::1]:3000.'],
  ['app.example.com', 'Write https://app.example.com.'],
  ['https://App.example.com:443/shop', 'Write https://app.example.com.'],
  ['HTTP://Localhost', 'Write http://localhost.'],
  ['"a b"', 'For example https://app.example.com.'],
])('an origin %s gets a hint with a valid origin', async (origin, fix) => {
  expect((await problemsOf(`${HEAD}cors: { origins: [${origin}] }\n`)).join('\n')).toMatch(
    new RegExp(`is not an origin.* ${fix.replaceAll(/[[\].]/g, '\\$&')}$`),
  );
});

it('a suggested origin is always valid', () => {
  const text = fc.stringMatching(/^(https?:\/\/|HTTPS:\/\/)?[A-Za-z.:[\]@/0-9*-]{0,20}(:(80|443|5173))?\/?$/);
  fc.assert(
    fc.property(text, (origin) => {
      const [, suggested] = /^Write (.*)\.$/.exec(originFault(origin)?.fix ?? '') ?? [];
      if (suggested !== undefined) expect(originFault(suggested)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
