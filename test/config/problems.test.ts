import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProject } from '../../src/config/load-config.ts';
import { ProblemsError, renderProblem } from '../../src/config/problem.ts';
import { load, projectFolder, refusal, said } from './project-folder.ts';

const HEAD = 'name: a\nregion: eu-west-1\n';
const problemsOf = async (yaml: string) => said((await refusal(yaml)).problems);

describe('the problems of apikit.yaml', () => {
  it('are reported all at once, in the order of the file', async () => {
    const error = await refusal(`nmae: items-api
region: europe
function:
  memory: 64
  timeout: 60
  runtime: nodejs18.x
  environment: { AWS_REGION: here, PORT: 80 }
tables:
  items: { key: 1, sortkey: x }
cors:
  origins: ["*", https://a.example/]
  credentials: true
usagePlans:
  basic: { rate: 10, quota: 1000/year }
alarms: yes please
stages:
  "my stage": {}
  prod: { protected: "yes", throtle: {} }
`);
    expect(error).toMatchObject({ code: 'InvalidConfig', exitCode: 2 });
    expect(error.message).toMatchSnapshot();
    expect(error.problems.length).toBeGreaterThan(12);
  });

  it('have file, line, column, pointer, message and fix', async () => {
    const [problem] = (await refusal(`${HEAD}function:\n  memroy: 1\n`)).problems;
    expect(problem).toEqual({
      file: 'apikit.yaml',
      line: 4,
      column: 3,
      path: '/function/memroy',
      message: 'function.memroy is not a known setting.',
      fix: 'Did you mean memory?',
      severity: 'error',
    });
    expect(renderProblem(problem!)).toBe(
      'apikit.yaml:4:3 function.memroy is not a known setting. Did you mean memory?',
    );
  });

  it.each([
    ['broken YAML', 'name: [a\nregion: b\n', /not valid YAML/],
    ['endless brackets', `${HEAD}tables: ${'['.repeat(20_000)}\n`, /^3:208 This is nested more than 200 levels deep/],
    ['endless nested lists', '- '.repeat(20_000), /is nested more than 200 levels/],
    ['SnapStart for Node.js', `${HEAD}function:\n  snapStart: true\n`, /Lambda has no SnapStart for nodejs24\.x/],
    [
      'SnapStart and initialized instances',
      `${HEAD}function:\n  entry: src/h.py\n  snapStart: true\nprovisionedConcurrency: { executions: 1 }\n`,
      /exclude each other/,
    ],
    [
      'scaling without its upper bound',
      `${HEAD}provisionedConcurrency: { min: 2 }\n`,
      /provisionedConcurrency needs max: the most instances\. Write min: 2 and max: 20/,
    ],
    [
      'bounds in the wrong order',
      `${HEAD}provisionedConcurrency: { min: 5, max: 4 }\n`,
      /provisionedConcurrency\.min is 5, which is more than max: 4/,
    ],
    [
      'a scheduled number of instances in no time zone',
      `${HEAD}provisionedConcurrency: { min: 1, max: 4, schedule: [{ when: "cron(0 8 ? * * *)", timezone: Mars/Base, min: 2 }] }\n`,
      /schedule\.0\.timezone is Mars\/Base, which is no time zone/,
    ],
    [
      'a scheduled change of nothing',
      `${HEAD}provisionedConcurrency: { min: 1, max: 4, schedule: [{ when: rate(6 hours) }] }\n`,
      /schedule\.0 has neither min nor max/,
    ],
    [
      'more scaled instances than are reserved',
      `${HEAD}function: { reservedConcurrency: 10 }\nprovisionedConcurrency: { min: 1, max: 6 }\n`,
      /provisionedConcurrency\.max is 6, and function\.reservedConcurrency is 10\..* Reserve 12 or more/,
    ],
    [
      'SnapStart with much storage',
      `${HEAD}function:\n  entry: src/h.py\n  snapStart: true\n  ephemeralStorage: 1024\n`,
      /at most 512 MB/,
    ],
    ['EFS', `${HEAD}function:\n  efs: fs-1\n`, /function\.efs: apikit does not mount EFS/],
    ['container images', `${HEAD}function:\n  imageUri: x\n`, /function\.imageUri: apikit deploys functions as zip/],
    [
      'levels of a log in text',
      `${HEAD}function:\n  logging: { format: text, systemLevel: warn }\n`,
      /filters only JSON/,
    ],
    ['two documents', `${HEAD}---\nname: b\n`, /^3:1 .*second document begins here\. Keep one document/],
    ['tabs', 'name: a\nfunction:\n\tmemory: 1\n', /not valid YAML/],
    ['a duplicate key', `${HEAD}name: b\n`, /^3:1 name is written twice/],
    ['JSON with a comment', '{ "name": "a://b", // mine\n "region": "eu-west-1" }', /^1:20 This is JSON with comments/],
    ['a URL in an unclosed list', 'a: [http://b, /* c\n', /not valid YAML/],
    ['an empty file', '', /empty/],
    ['a list', '- a\n', /must be a section/],
    ['a nested duplicate', `${HEAD}stages: { dev: {}, dev: {} }\n`, /^3:20 dev is written twice/],
  ])('%s', async (_, yaml, expected) => {
    expect((await problemsOf(yaml)).join('\n')).toMatch(expected);
  });

  it.each([
    ['function: { memory: 127 }', 'function.memory is 127. Use a number from 128 to 10240.'],
    ['function: { memory: 10241 }', 'function.memory is 10241. Use a number from 128 to 10240.'],
    ['function: { timeout: 0 }', 'function.timeout is 0. Use a number from 1 to 900.'],
    [
      'function: { timeout: 30 }',
      'function.timeout is 30 s, but API Gateway returns a 504 after 29 s. Use at most 29.',
    ],
    ['function: { runtime: nodejs20.x }', 'AWS deprecated function.runtime nodejs20.x on 2026-04-30'],
    ['function: { runtime: python3.9 }', 'AWS deprecated function.runtime python3.9 on 2025-12-15'],
    ['function: { runtime: nodejs24 }', 'Did you mean nodejs24.x?'],
    ['function: { entry: app.py, runtime: nodejs24.x }', 'cannot run app.py'],
    ['function: { entry: ../other/handler.ts }', 'outside the project'],
    ['function: { entry: src/../../handler.ts }', 'outside the project'],
    ['function: { entry: /etc/handler.ts }', 'outside the project'],
    [
      'tables: { x: { key: id } }\nfunction: { environment: { TABLE_X: y } }',
      'a name that apikit sets itself, to the name of the table in AWS',
    ],
    ['function: { environment: { AWS_SESSION_TOKEN: y } }', 'a name that Lambda reserves'],
    ['function: { environment: { CORS_ORIGINS: y } }', 'is a name that apikit sets from cors'],
    ['userPools: { main: { signIn: [phone] } }', 'needs an SMS configuration'],
    ['tables: { my.orders: { key: id, stream: { consumer: src/c.ts } } }', 'AWS allows letters, digits, - and _ there'],
    [
      'tables: { x: { key: id, stream: { consumer: c.ts } } }\nstages: { dev: {}, dev-x-stream: {} }',
      'own the function',
    ],
    ['function: { handler: ../index.handler }', 'outside the project'],
    ['function: { handler: index }', "File and export of the handler in AWS's form"],
    ['function: { entry: a.js, handler: a.handler }', 'both name the handler. Remove one of them'],
    ['function: { bundle: { files: ["../x/*"] } }', 'outside the project'],
    ['function: { bundle: { external: [a], optional: [a] } }', 'both in external and in optional'],
    ['function: { entry: a.py, bundle: { files: [a] } }', 'is for Node.js handlers'],
    ['function: { bundle: { loaders: { .x: file } } }', 'Use one of: text, json'],
    ['function: { environment: { A1: 5 } }', 'Put it in quotes: "5".'],
    ['function: { environment: { a-b: "5" } }', 'function.environment.a-b is not a valid name.'],
    [
      'tables: { a: { key: b, indexes: { i: { key: c } } } }',
      'indexes.i is not a valid name. AWS allows letters, digits, _',
    ],
    ['buckets: { Pictures: {} }', 'buckets.Pictures is not a valid name. Begin with a small letter'],
    [
      'userPools: { my_users: {} }',
      'userPools.my_users is not a valid name. Begin with a letter, followed by letters, ',
    ],
    [
      'userPools: { users: { scopes: { a b: [c] } } }',
      'scopes.a b is not a valid name. AWS allows printable characters',
    ],
    [
      'function: { permissions: [{ actions: [s3:GetObject], resources: [a], conditions: { StringIs: { a: b } } }] }',
      'conditions.StringIs is not a valid name. Use an operator of conditions in IAM, e.g. StringEquals.',
    ],
    ['account: 123456789012', 'Put it in quotes: "123456789012".'],
    ['cors: { origins: ["*"], credentials: true }', 'browsers reject that combination'],
    ['cors: { origins: ["*", "https://a.example"] }', 'Keep "*" alone'],
    ['cors: { origins: [https://a.example/] }', 'Write https://a.example.'],
    ["stages: { origins: { account: '12' } }", 'stages.origins.account is "12", which is not valid.'],
    ['cors: { origins: https://a.example }', 'Write it as a list: [https://a.example].'],
    ['tables: { items: {} }', 'tables.items has no key.'],
    ['tables: { items: { key: id, sortKey: id } }', 'as both keys'],
    ['tables: { a-b: { key: id }, a_b: { key: id } }', 'would both have the variable TABLE_A_B'],
    ['usagePlans: { basic: { quota: 0/day } }', 'e.g. 1000/month'],
    ['usagePlans: { basic: { rate: 1 } }', 'Add burst:.'],
    ['logs: { retentionDays: 31 }', 'Use one of: 1, 3, 5, 7, 14, 30'],
    ['alarms: { errorRate: 5 }', 'Use a number above 0 to 1.'],
    ['alarms: { throttled: 0 }', 'alarms.throttled'],
    ['canary: { maxErrorRate: 5 }', 'Use a number above 0 to 1.'],
    ['canary: { minRequests: 0 }', 'canary.minRequests'],
    ['canary: { bake: 10 minutes }', 'canary.bake is "10 minutes", which is not valid.'],
    ['canary: { bake: 30s }', 'canary.bake must be between one minute and seven days. Use 10m.'],
    ['canary: { bake: 8d }', 'canary.bake must be between one minute and seven days. Use 10m.'],
    ['canary: { maxLatency: 3 }', 'canary.maxLatency'],
    [
      'alarms: { notify: [ops] }',
      'alarms.notify[0] is "ops", which is not valid. Use an e-mail address, chat, or the ARN',
    ],
    [
      'budget: { monthly: 5, notify: [chat] }',
      'budget.notify[0] is "chat", which is not valid. Use an e-mail address, or the ARN of an SNS topic.',
    ],
    [
      'anomalies: { threshold: 5, notify: [chat] }',
      'anomalies.notify[0] is "chat", which is not valid. Use an e-mail address, or the ARN of an SNS topic.',
    ],
    ['anomalies: { threshold: 5, frequency: hourly }', 'anomalies.frequency'],
    ['alarms: { notify: ops }', 'alarms.notify is "ops", which is not valid.'],
    [
      'alarms: { notify: "https://hooks.slack.com/services/T0/B0/xyz" }',
      'alarms.notify is (hidden), which is not valid',
    ],
    ['alarms: { notify: "arn:aws:sns:eu-west-1:123456789012:orders.fifo" }', 'which is not valid'],
    ['alarms: { notify: "arn:aws:sns:us-east-1:123456789012:ops" }', 'notifies only topics of its own region'],
    ['alarms: { notify: "arn:aws-cn:sns:cn-north-1:123456789012:ops" }', 'a topic of partition aws-cn'],
    ['function: { environment: { A1: 012345678901, B1: 1.10 } }', 'Put it in quotes: "012345678901".'],
    ['function: { environment: { A1: 1.10 } }', 'Put it in quotes: "1.10".'],
    ['function: { environment: { A1: 12345678901234567890 } }', 'Put it in quotes: "12345678901234567890".'],
    ['function: { environment: { A1: !Ref Table } }', '!Ref is a YAML tag that apikit does not support'],
    ['function: { environment: { A1: !GetAtt [a, b] } }', '!GetAtt is a YAML tag that apikit does not support'],
    [
      'stages: { dev: { region: us-esat-1 } }',
      'region is "us-esat-1", which is not an AWS region. Did you mean us-east-1?',
    ],
    ['function: { role: { path: teams } }', 'function.role.path is "teams", which is not valid'],
    ['function: { role: { path: /a*b/ } }', 'function.role.path is "/a*b/", which is not valid'],
    ['function: { role: { permissionsBoundary: Boundary } }', 'ARN of the managed policy'],
    [
      'function: { role: { permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/b" } }\nstages: { dev: {} }',
      'is in partition aws-cn, but stage dev is in aws',
    ],
    [
      'function: { role: { permissionsBoundary: "arn:aws:iam::123456789012:policy/b" } }\nstages: { dev: { account: "210987654321" } }',
      'is a policy of account 123456789012, but stage dev is in 210987654321',
    ],
    ['stages: { dev: { region: mars } }', 'region is "mars", which is not an AWS region.'],

    ['variables: { a: "x~y" }', 'has a value that AWS rejects'],
    ['tags: { "aws:x": y }', 'begins with a prefix that belongs to aws'],
    ['tags: { "apikit:x": y }', 'begins with a prefix that belongs to apikit'],
    ['tags: { x: "aws:y" }', 'has a value that begins with aws:'],
    ['tags: { x: "pay/ments & co" }', 'tags.x has & in its value, which AWS rejects'],
    ['tags: { "we*ird{}": x }', 'has * { } in its key, which AWS rejects'],
    ['tags: { Owner: a, owner: b }', 'IAM treats them as the same key'],
    [`tags: { ${'k'.repeat(129)}: x }`, 'a key of 129 characters; AWS allows 128'],
    [`tags: { ${Array.from({ length: 44 }, (_, i) => `k${i}: x`).join(', ')} }`, 'Keep 43.'],
    [`stages: { ${'s'.repeat(60)}: {} }`, 'and AWS allows 64'],
    ['stages: { "a b": {} }', 'letters, digits, _ and -'],
    [
      'tables: { items: { key: id }, x-items: { key: id } }\nstages: { dev: {}, dev-x: {} }',
      'would both own the table a-dev-x-items',
    ],
    [
      'stateMachines: { a-b: { definition: m.json, functions: { c: s.ts } }, a: { definition: m.json, functions: { b-c: s.ts } } }',
      'stateMachines.a-b.functions.c and stateMachines.a.functions.b-c would both own the function a-local-a-b-c-step',
    ],
    [
      'stateMachines: { m: { definition: m.json, functions: { charge: s.ts, Charge: s.ts } } }',
      'stateMachines.m.functions.charge and stateMachines.m.functions.Charge would both own the role a-local-m-Charge-step-eu-west-1, because IAM does not distinguish a-local-m-charge-step-eu-west-1 from a-local-m-Charge-step-eu-west-1 by case.',
    ],
    ['queues: { orders: {}, orders-dead: {} }', 'queues.orders and queues.orders-dead would both own the queue'],
    [
      'queues: { orders: {}, x-orders-dead: {} }\nstages: { dev: {}, dev-x: {} }',
      'Stages dev and dev-x would both own the queue a-dev-x-orders-dead.',
    ],
    [
      'stages: { dev: {}, Dev: {} }',
      'Stages dev and Dev would both own the role a-Dev-eu-west-1, because IAM does not distinguish a-dev-eu-west-1 from a-Dev-eu-west-1 by case.',
    ],
  ])('%s', async (yaml, expected) => {
    expect((await problemsOf(`${HEAD}${yaml}\n`)).join('\n')).toContain(expected);
  });

  it('point to the setting of a stage if that is the invalid one', async () => {
    const yaml = `${HEAD}function: { timeout: 5 }\nstages:\n  dev: {}\n  prod:\n    function: { timeout: 40 }\n`;
    expect(await problemsOf(yaml)).toEqual([expect.stringMatching(/^7:26 .* 40 s/)]);
  });

  it('do not include names that Lambda allows, and names of tables and secrets that do not exist', async () => {
    const names = [
      'TZ',
      'NODE_OPTIONS',
      'AWS_LAMBDA_EXEC_WRAPPER',
      'AWS_XRAY_CONTEXT_MISSING',
      'TABLE_NAME',
      'LOG_LEVEL',
    ];
    const { stage } = await load(
      `${HEAD}function:\n  environment: { ${names.map((name) => `${name}: x`).join(', ')} }\n`,
    );
    expect(Object.keys(stage('local').function.environment)).toEqual(names);
  });

  it("use the size of the environment that Lambda gets, with apikit's own variables", async () => {
    const yaml = (length: number) =>
      `${HEAD}tables: { items: { key: id } }\nfunction: { environment: { LONG: ${'x'.repeat(length)} } }\n`;
    const ours = JSON.stringify({
      LOG_LEVEL: 'info',
      LONG: '',
      TABLE_ITEMS: 'a-local-items',
      APIKIT_APP: 'a',
      APIKIT_STAGE: 'local',
      CORS_ORIGINS: 'http://localhost:*,https://localhost:*,http://127.0.0.1:*',
      CORS_EXPOSE_HEADERS: 'etag,location,x-correlation-id,x-apikit-release',
    }).length;
    await load(yaml(4096 - ours));
    expect(await problemsOf(yaml(4097 - ours))).toEqual([
      expect.stringMatching(/^4:26 The function's environment is 4097 bytes, .* Lambda allows 4096/),
    ]);
  });

  it('never repeat a possible secret', async () => {
    const secret = 'sk_live_51Hxyzabcdefgh';
    const files = [
      `function: { secrets: { STRIPE: ${secret} } }`,
      `function: { secrets: { STRIPE: { from: ${secret} } } }`,
      `function: { secrets: ${secret} }`,
      `function: { secrets: [${secret}] }`,
      `function: { secrets: { ${secret}: x } }`,
      `stages: { dev: { function: { secrets: { STRIPE: ${secret} } } } }`,
      `function: { environment: ${secret} }`,
      `function: { entry: [${secret}], memory: ${secret} }`,
      `region: ${secret}`,
      `tags: [${secret}]`,
      `${secret}: 1`,
    ];
    for (const file of files) {
      const { message, problems } = await refusal(`name: a\n${file}\n`);
      expect(message, file).not.toContain(secret);
      expect(JSON.stringify(problems), file).not.toContain(secret);
    }
    // No message contains a value below function.secrets, whatever form it has.
    for (const value of [
      'plain',
      '[plain]',
      '{ from: plain }',
      '{ from: [plain] }',
      '{ form: plain }',
      '{ from: ssm:/x, kmsKey: plain }',
      'ssm:plain/x',
      '"ssm:/x plain"',
      '"secretsmanager:x plain"',
      '24681357',
      '{ from: 24681357 }',
      '{ from: ssm:/x, kmsKey: 24681357 }',
      '{ from: ssm:/x, kmsKey: true }',
    ]) {
      const { message, problems } = await refusal(`${HEAD}function: { secrets: { STRIPE: ${value} } }\n`);
      expect(`${message} ${JSON.stringify(problems)}`, value).not.toMatch(/plain|24681357|true/);
    }
    expect(await problemsOf(`${HEAD}function: { secrets: { STRIPE: hunter2 } }\n`)).toEqual([
      expect.stringMatching(/^3:32 function\.secrets\.STRIPE is not a reference to a secret\. .* ssm:\/path/),
    ]);
  });

  it('include warnings of placeholders of other tools and of secrets in the environment, which stay unchanged', async () => {
    const { warnings, stage } = await load(
      `${HEAD}function:\n  environment:\n    A1: "\${env:HOME}"\n    B1: "\${HOST}"\n    C1: "Hello \${name}"\n    DB_PASSWORD: hunter2\n`,
    );
    expect(said(warnings)).toEqual([
      expect.stringMatching(/^5:9 \$\{env:HOME\} is a placeholder of other tools; apikit uses it literally/),
      expect.stringMatching(/^6:9 \$\{HOST\} is a placeholder/),
      expect.stringMatching(/^8:18 function\.environment\.DB_PASSWORD seems to contain a secret/),
    ]);
    expect(stage('local').function.environment.A1).toMatch(/^\$\{env:HOME\}$/);
  });

  it('include a warning of an unknown region, which is accepted', async () => {
    const { warnings } = await load('name: a\nregion: eu-west-9\n');
    expect(said(warnings)).toEqual([
      expect.stringMatching(
        /^2:9 region is eu-west-9, a region that this version of apikit does not know\. Did you mean eu-/,
      ),
    ]);
    expect((await load('name: a\nregion: eusc-de-east-1\n')).warnings).toEqual([]);
    expect((await refusal('name: a\n', { defaultRegion: 'mars' })).message).toContain(
      'is "mars", which is not an AWS region',
    );
  });

  it.each(['apikit.yml', 'apikit.json'])('mention %s if apikit.yaml is missing', async (name) => {
    const folder = await projectFolder();
    await writeFile(join(folder, name), '{}');
    await expect(loadProject(folder)).rejects.toMatchObject({
      message: `There is no apikit.yaml, but there is ${join(folder, name)}.`,
    });
  });

  it('mention another name as the user can type it', async () => {
    const folder = join(await projectFolder(), 'my api');
    await mkdir(folder);
    await writeFile(join(folder, 'apikit.yml'), '{}');
    await expect(loadProject(folder)).rejects.toMatchObject({
      hint: `Rename it to apikit.yaml, or name it with \`--config '${join(folder, 'apikit.yml')}'\`.`,
    });
  });

  it('count the entries of a list or a section that is too long', async () => {
    const addresses = Array.from({ length: 10_001 }, (_, n) => `10.${n >> 8}.${n % 256}.1`);
    const indexes = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`by-${n}`, { key: 'a' }]));
    const yaml = JSON.stringify({ waf: { ipSets: { block: addresses } }, tables: { items: { key: 'id', indexes } } });
    expect(await problemsOf(`{ name: a, region: eu-west-1, ${yaml.slice(1)}`)).toEqual([
      expect.stringMatching(/waf\.ipSets\.block has 10001 entries\. It can have at most 10000\.$/),
      expect.stringMatching(/tables\.items\.indexes has 21 entries\. It can have at most 20\.$/),
    ]);
  });

  it('can be warnings only', async () => {
    const { warnings } = await load(
      `${HEAD}function: { runtime: python3.10, entry: a.py }\nalarms: { durationP99: 29000 }\n` +
        'cors: { origins: [https://a.example, https://b.example], credentials: true }\n',
    );
    expect(said(warnings)).toEqual([
      expect.stringContaining('deprecated by AWS on 2026-10-31'),
      expect.stringContaining('the alarm can never fire'),
      expect.stringContaining('cannot choose the origin'),
    ]);
    expect(warnings.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('include warnings of alarms that never ring, or that have nothing to watch', async () => {
    const { warnings } = await load(
      `${HEAD}alarms: { durationP95: 10000, tableThrottles: true, tableErrors: true, iteratorAge: 5 }\n`,
    );
    expect(said(warnings)).toEqual([
      expect.stringContaining('alarms.durationP95 is 10000 ms, but Lambda stops the function after 10000 ms'),
      expect.stringContaining('alarms.tableThrottles watches tables'),
      expect.stringContaining('alarms.tableErrors watches tables'),
      expect.stringContaining('alarms.iteratorAge watches streams of tables'),
    ]);
  });

  it('follow anchors', async () => {
    const yaml = `${HEAD}function: &fn\n  memory: 1\nstages:\n  dev:\n    function: *fn\n`;
    expect(await problemsOf(yaml)).toContainEqual(expect.stringMatching(/^4:11 function.memory is 1/));
  });
});

describe('any content of the file', () => {
  const keys =
    'name region account function memory runtime environment tables items key cors origins usagePlans quota rate burst'
      .concat(' throttle logs alarms notify stages dev prod protected variables tags')
      .split(' ');
  const file = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 0, 1.5, 512, '', '*', 'eu-west-1', '1000/month', 'https://a.example'),
      fc.string(),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
  })).object;

  it('is a project, or a list of problems with places', async () => {
    const folder = await projectFolder('');
    await fc.assert(
      fc.asyncProperty(file, async (data) => {
        await writeFile(
          join(folder, 'apikit.yaml'),
          JSON.stringify({ name: 'a', region: 'eu-west-1', ...(data as object) }),
        );
        const loaded = await loadProject(folder).catch((error: unknown) => error);
        if (loaded instanceof ProblemsError) {
          expect(loaded.problems.some(({ severity }) => severity === 'error')).toBe(true);
          expect(loaded.problems.every(({ line, column, fix }) => line > 0 && column > 0 && fix !== '')).toBe(true);
        } else {
          const project = loaded as Awaited<ReturnType<typeof loadProject>>;
          for (const stage of [...project.stages, 'local']) expect(project.stage(stage).region).not.toBe('');
        }
      }),
      { numRuns: 100 },
    );
  });
});
