// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are apikit's placeholders, in YAML.

/** `function.permissions`: what is refused, with its line and what to write, and what the role gets of the rest. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissionStatements } from '../../src/stack/permission-statements.ts';
import { load, refusal, said } from './project-folder.ts';

const HEAD = 'name: shop\nregion: eu-west-1\ntables: { items: { key: id } }\n';
const file = (entry: string, more = '') => `${HEAD}function:\n  permissions:\n    - ${entry}\n${more}`;
const PLACE = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };

async function statements(entry: string, more = 'stages: { dev: {} }\n') {
  const project = await load(file(entry, more));
  return permissionStatements(project.stage('dev'), PLACE);
}

const OBJECTS = '"arn:${partition}:s3:::my-bucket/*"';

it.each([
  [`{ actions: [GetObject], resources: [${OBJECTS}] }`, '"GetObject" is not an IAM action. Write service:Action'],
  [`{ actions: [s3.GetObject], resources: [${OBJECTS}] }`, '"s3.GetObject" is not an IAM action'],
  [`{ actions: ["s*:GetObject"], resources: [${OBJECTS}] }`, '"s*:GetObject" is not an IAM action'],
  [`{ actions: ["*"], resources: [${OBJECTS}] }`, '* allows every action of every service. Name the actions'],
  [`{ actions: ["s3:*"], resources: [${OBJECTS}] }`, 's3:* allows every action of s3. Name the actions'],
  [`{ actions: ["s3:**"], resources: [${OBJECTS}] }`, 's3:** allows every action of s3.'],
  [`{ actions: [sesv2:SendEmail], resources: [${OBJECTS}] }`, 'its name in IAM is ses. Write ses:SendEmail.'],
  [`{ actions: [stepfunctions:StartExecution], resources: [${OBJECTS}] }`, 'Write states:StartExecution.'],
  [`{ actions: s3:GetObject, resources: [${OBJECTS}] }`, 'Write it as a list: [s3:GetObject].'],
  ['{ actions: [s3:GetObject] }', 'function.permissions[0].resources is missing. Add resources:.'],
  ['{ actions: [s3:GetObject], resources: ["*"] }', '* stands for more than named resources.'],
  ['{ actions: [s3:GetObject], resources: ["arn:aws:s3:::*"] }', 'Name them, or add why:'],
  ['{ actions: [sqs:SendMessage], resources: ["arn:aws:sqs:*:*:*"] }', 'Name them, or add why:'],
  ['{ actions: [dynamodb:Scan], resources: ["arn:aws:dynamodb:*:*:table/*"] }', 'Name them, or add why:'],
  ['{ actions: [s3:GetObject], resources: [my-bucket] }', '"my-bucket" is not an ARN. Write an ARN'],
  ['{ actions: [s3:GetObject], resources: ["arn:aws:*:::my-bucket"] }', 'is not an ARN'],
  [
    '{ actions: [s3:GetObject], resources: ["arn:aws-cn:s3:::b/*"] }',
    'is in partition aws-cn, but stage local is in aws',
  ],
  ['{ actions: [dynamodb:Scan], resources: ["${table.items}"] }', 'The ARN of table items is ${table.items.arn}.'],
  ['{ actions: [dynamodb:Scan], resources: [items] }', 'The ARN of table items is ${table.items.arn}.'],
  ['{ actions: [dynamodb:Scan], resources: ["${table.itmes.arn}"] }', 'Did you mean ${table.items.arn}?'],
  ['{ actions: [sns:Publish], resources: ["arn:aws:sns:${AWS::Region}:${account}:t"] }', 'Did you mean ${region}?'],
  ['{ actions: [sns:Publish], resources: ["arn:aws:sns:${region}:${AWS::AccountId}:t"] }', 'Did you mean ${account}?'],
  ['{ actions: [sns:Publish], resources: ["arn:aws:sns:${env:REGION}:${account}:t"] }', '${env:REGION} has no value'],
  [
    `{ actions: [s3:GetObject], resources: [${OBJECTS}], conditions: { StringIs: { "aws:a": b } } }`,
    'is not a valid name',
  ],
  [
    `{ actions: [s3:GetObject], resources: [${OBJECTS}], conditions: { StringLike: { prefix: b } } }`,
    '"prefix" is not a condition key. Write service:Key',
  ],
  [`{ effect: Deny, actions: [s3:GetObject], resources: [${OBJECTS}] }`, 'effect is not a known setting'],
  [`{ actions: [s3:GetObject], resources: [${OBJECTS}], why: "" }`, 'why is "", which is not valid'],
])('%s is rejected', async (entry, expected) => {
  const problems = said((await refusal(file(entry))).problems).join('\n');
  expect(problems).toContain(expected);
  expect(problems).toMatch(/^6:/m);
});

it('reports all problems at once, each with its place', async () => {
  const yaml = `${HEAD}function:
  permissions:
    - actions: ["s3:*", GetObject]
      resources: ["*"]
stages:
  prod:
    function:
      permissions:
        - actions: [s3:GetObject]
          resources: [bucket]
`;
  expect(said((await refusal(yaml)).problems).map((line) => line.split(' ')[0])).toEqual([
    '6:17',
    '6:25',
    '7:19',
    '13:23',
  ]);
});

describe('a statement', () => {
  it('has its placeholders replaced with the ARNs of the stage, and keeps IAM variables', async () => {
    const entry =
      '{ actions: [dynamodb:DescribeTable], resources: ["${table.items.arn}", "arn:${partition}:sns:${region}:${account}:${app}-${stage}-${function}-${table.items}"], conditions: { StringLike: { "s3:prefix": "${stage}/${aws:PrincipalTag/team}/*" }, Bool: { "aws:SecureTransport": true } } }';
    expect(await statements(entry)).toEqual([
      {
        Sid: 'Permission1',
        Effect: 'Allow',
        Action: ['dynamodb:DescribeTable'],
        Resource: [
          'arn:aws:dynamodb:eu-west-1:111122223333:table/shop-dev-items',
          'arn:aws:sns:eu-west-1:111122223333:shop-dev-shop-dev-shop-dev-items',
        ],
        Condition: {
          StringLike: { 's3:prefix': ['dev/${aws:PrincipalTag/team}/*'] },
          Bool: { 'aws:SecureTransport': ['true'] },
        },
      },
    ]);
  });

  it('may be wide with a reason, which is not part of the policy', async () => {
    const [statement] = await statements(
      '{ actions: ["textract:*"], resources: ["*"], why: Textract has no resources. }',
    );
    expect(statement).toEqual({ Sid: 'Permission1', Effect: 'Allow', Action: ['textract:*'], Resource: ['*'] });
  });

  it('in a stage replaces those of the project', async () => {
    const stages = 'stages: { dev: { function: { permissions: [] } } }\n';
    expect(await statements(`{ actions: [s3:GetObject], resources: [${OBJECTS}] }`, stages)).toEqual([]);
  });

  it('never contains a placeholder of apikit after it was accepted', async () => {
    const part = fc.constantFrom(
      '${partition}',
      '${region}',
      '${account}',
      '${app}',
      '${stage}',
      '${table.items}',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        const entry = `{ actions: [sqs:SendMessage], resources: ["arn:aws:sqs:eu-west-1:111122223333:${parts.join('-')}"] }`;
        expect(JSON.stringify(await statements(entry))).not.toContain('${');
      }),
      { numRuns: 20 },
    );
  });
});

describe('a variable', () => {
  it('may name a table, and is rejected if the table does not exist', async () => {
    const { handlerEnvironment } = await import('../../src/config/handler-environment.ts');
    const environment = (value: string) =>
      `${HEAD}function: { environment: { TABLE_NAME: "${value}" } }\nstages: { dev: {} }\n`;
    const project = await load(environment('${table.items}'));
    expect(handlerEnvironment(project.stage('dev'), '').TABLE_NAME).toBe('shop-dev-items');
    const problems = said((await refusal(environment('${table.orders}'))).problems).join('\n');
    expect(problems).toContain('4:40 ${table.orders} in function.environment.TABLE_NAME has no value. Known here:');
    expect(handlerEnvironment((await load(environment('${name}, hello'))).stage('dev'), '').TABLE_NAME).toBe(
      '${name}, hello',
    );
  });
});
