import { describe, expect, it } from 'vitest';
import { load, refusal, said } from './project-folder.ts';

const HEAD = 'name: a\nregion: eu-west-1\n';
const problemsOf = async (yaml: string) => said((await refusal(HEAD + yaml)).problems);

describe('tables', () => {
  it.each([
    [
      'an index without a key',
      'tables: { t: { key: id, indexes: { byX: { sortKey: at } } } }',
      /indexes\.byX has no key/,
    ],
    [
      'one attribute with two types',
      'tables: { t: { key: id, indexes: { byX: { key: at, keyType: number }, byY: { key: at } } } }',
      /tables\.t\.indexes\.byY has at as a string, and tables\.t\.indexes\.byX as a number/,
    ],
    ['an index with a name that is too short', 'tables: { t: { key: id, indexes: { x: { key: at } } } }', /x/],
    ['a stream without a consumer', 'tables: { t: { key: id, stream: {} } }', /stream has no consumer/],
    [
      'a stream whose consumer is the API itself',
      'tables: { t: { key: id, stream: { consumer: src/handler.ts } } }',
      /the API's own handler/,
    ],
    ['a consumer outside of the project', 'tables: { t: { key: id, stream: { consumer: ../x.ts } } }', /outside/],
    [
      'records older than the stream keeps them',
      'tables: { t: { key: id, stream: { consumer: src/c.ts, maxAge: 2d } } }',
      /tables\.t\.stream\.maxAge is longer than 24 hours/,
    ],
    [
      'a message about skipped records to a queue that does not exist',
      'queues: { jobs: {} }\ntables: { t: { key: id, stream: { consumer: src/c.ts, onFailure: failed } } }',
      /tables\.t\.stream\.onFailure is failed, but the queues are jobs\. Add it: queues: \{ failed:/,
    ],
    [
      'a message about skipped records to a FIFO queue',
      'queues: { jobs: { fifo: true } }\ntables: { t: { key: id, stream: { consumer: src/c.ts, onFailure: jobs } } }',
      /onFailure is jobs, a FIFO queue, and Lambda reports failures to standard queues only/,
    ],
    [
      'changes of an imported table',
      'tables: { t: { key: id, import: legacy, ttl: gone } }',
      /tables\.t is imported, so apikit does not change it, but ttl would change it/,
    ],
    ['an invalid key', 'tables: { t: { key: id, kmsKey: alias/mine } }', /kmsKey/],
    [
      'a consumer whose name is too long for Lambda',
      `tables: { ${'t'.repeat(60)}: { key: id, stream: { consumer: x.ts } } }`,
      /The name of the role would be/,
    ],
  ])('%s is rejected', async (_, yaml, message) => {
    expect((await problemsOf(yaml)).join('\n')).toMatch(message);
  });

  it("indexes use the table's types of the same attributes, and project everything by default", async () => {
    const project = await load(`${HEAD}tables:
  t: { key: id, sortKey: at, sortKeyType: number, indexes: { byAt: { key: team, sortKey: at } } }
`);
    expect(project.stage('local').tables.t?.indexes).toEqual({
      byAt: { key: 'team', keyType: 'string', sortKey: 'at', sortKeyType: 'number', projection: 'all' },
    });
  });
});

describe('secrets', () => {
  it.each([
    ['a value instead of a reference', 'function: { secrets: { KEY: sk_live_1234 } }', /function\.secrets\.KEY/],
    ['a name in lower case', 'function: { secrets: { key: ssm:/a } }', /key/],
    [
      'a path without its slash',
      'function: { secrets: { KEY: ssm:a/b } }',
      /KEY has a path without a slash at its beginning\. Write .* ssm:\/path/,
    ],
    [
      'a secret of another region',
      'function: { secrets: { KEY: "secretsmanager:arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf" } }',
      /is in us-east-1, but stage local is in eu-west-1/,
    ],
    [
      'a variable with the name of a reference',
      'function: { secrets: { A: ssm:/a }, environment: { SECRET_A_REF: x } }',
      /apikit sets itself, to the reference of the secret/,
    ],
  ])('%s is rejected', async (_, yaml, message) => {
    expect((await problemsOf(yaml)).join('\n')).toMatch(message);
  });

  it('are references, with or without a key, of the project and of a stage', async () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const project =
      await load(`${HEAD}function: { secrets: { A: "ssm:/a", B: { from: "secretsmanager:b#x", kmsKey: "${kmsKey}" } } }
stages: { dev: { function: { secrets: { A: "ssm:/dev/a" } } } }
`);
    expect(project.stage('dev').function.secrets).toEqual({
      A: { from: 'ssm:/dev/a' },
      B: { from: 'secretsmanager:b#x', kmsKey },
    });
  });
});
