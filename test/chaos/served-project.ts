/**
 * A project whose every operation needs something of the account: a table, an index, a parameter, a key, an authorizer.
 * It also has the changes that remove or replace one of them.
 */
import { createHash } from 'node:crypto';
import { zip } from '../../src/bundle/contents/zip.ts';
import type { StageConfig } from '../../src/config/config.ts';
import { resolveQueue } from '../../src/config/queues.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { CONFIG } from '../aws/stage-world.ts';
import { BASE, type StageInput } from './stage-project.ts';

/** The parts of the files that a user may choose. Plain data. */
export interface Served {
  readonly config: StageConfig;
  readonly paths: readonly string[];
  /** The number in the responses and in the code; another number is another release. */
  readonly version: number;
  /** The calls of the handler on the table. */
  readonly reads: 'Scan' | 'GetItem';
  /** The token that the authorizer accepts. */
  readonly token: string;
  readonly keyed: boolean;
}

export const PATHS = ['/open', '/table', '/index', '/secret', '/guarded', '/keyed'];
export const PARAMETER = '/items-api/secret';
const KEY = 'arn:aws:kms:eu-west-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890a';

const [FIRST_TABLE] = Object.values(CONFIG.tables);
const TABLE = {
  ...FIRST_TABLE!,
  indexes: {
    byEmail: { key: 'email', keyType: 'string', sortKeyType: 'string', projection: 'all' },
  },
} as const;
const STREAM = {
  consumer: 'src/consumers/items.ts',
  runtime: 'nodejs22.x',
  batchSize: 10,
  startingPosition: 'trimHorizon',
  bisect: true,
  retries: 10,
} as const;

const QUEUE = resolveQueue({ deadLetter: false, retentionDays: 4 }, CONFIG.function, () => true);

const config: StageConfig = {
  ...CONFIG,
  queues: { jobs: QUEUE },
  topics: { created: { subscribe: ['jobs'] } },
  buckets: { files: { versioning: true } },
  throttle: { rate: 9_000, burst: 5_000 },
  usagePlans: { basic: { rate: 9_000, burst: 5_000 } },
  alarms: { ...CONFIG.alarms, enabled: false },
  tables: { items: { ...TABLE, stream: STREAM, kmsKey: `${KEY}1` } },
  function: { ...CONFIG.function, secrets: { API: { from: `ssm:${PARAMETER}` } } },
};

export const SERVED: Served = { config, paths: PATHS, version: 1, reads: 'Scan', token: 'old', keyed: true };

const without = (paths: readonly string[], path: string) => paths.filter((each) => each !== path);
const { secrets: _, ...withoutSecrets } = config.function;

/** Less of the topic, the queue and the bucket. */
const SHORTER: Partial<StageConfig> = {
  queues: { jobs: { ...QUEUE, retentionDays: 1 } },
  buckets: { files: { versioning: false, expireAfterDays: 1 } },
  cors: { ...CONFIG.cors!, origins: ['https://other.example'] },
};

/** Changes that each make a release different from `SERVED`. */
export const TAKEN_AWAY: Readonly<Record<string, Partial<Served>>> = {
  'a table renamed': { config: { ...config, tables: { extras: { ...TABLE, stream: STREAM } } } },
  'an index dropped': {
    paths: without(PATHS, '/index'),
    config: { ...config, tables: { items: { ...FIRST_TABLE!, stream: STREAM, kmsKey: `${KEY}1` } } },
  },
  'a secret dropped': { paths: without(PATHS, '/secret'), config: { ...config, function: withoutSecrets } },
  'an action dropped': { reads: 'GetItem' },
  'another runtime': { config: { ...config, function: { ...config.function, runtime: 'nodejs24.x' } } },
  'another token for the authorizer': { token: 'new' },
  'the authorizer dropped': { paths: [...without(PATHS, '/guarded')] },
  'an operation removed': { paths: ['/open', '/table'] },
  'the plan dropped, and its keys no longer asked for': { keyed: false, config: { ...config, usagePlans: {} } },
  'the stream and its consumer dropped': { config: { ...config, tables: { items: { ...TABLE, kmsKey: `${KEY}1` } } } },
  'the key of the table no longer mentioned': {
    config: { ...config, tables: { items: { ...TABLE, stream: STREAM } } },
  },
  'a subscription dropped': { config: { ...config, topics: { created: { subscribe: [] } } } },
  'a topic dropped': { config: { ...config, topics: {} } },
  'objects and messages kept for less time, and for other pages': { config: { ...config, ...SHORTER } },
  'another key of the table': {
    config: { ...config, tables: { items: { ...TABLE, stream: STREAM, kmsKey: `${KEY}2` } } },
  },
};

/** All settings that can be used together. */
export const ALL_AT_ONCE: Partial<Served> = {
  paths: without(without(PATHS, '/index'), '/secret'),
  reads: 'GetItem',
  token: 'new',
  keyed: false,
  config: {
    ...config,
    ...SHORTER,
    topics: { created: { subscribe: [] } },
    usagePlans: {},
    function: { ...withoutSecrets, memory: 512 },
    tables: { items: { ...FIRST_TABLE!, kmsKey: `${KEY}2` } },
  },
};

export async function inputOf(served: Served): Promise<StageInput> {
  const code = await codeOf(served);
  const tables = Object.keys(served.config.tables);
  const streamed = tables.filter((table) => served.config.tables[table]!.stream);
  return {
    ...BASE,
    config: served.config,
    made: {
      contract: parseContract(contractText(served), 'openapi.yaml'),
      code,
      consumers: Object.fromEntries(streamed.map((table) => [table, code])),
    },
  };
}

function contractText({ paths, keyed }: Served): string {
  const security = (path: string) =>
    path === '/guarded' ? [{ guard: [] }] : path === '/keyed' && keyed ? [{ key: [] }] : undefined;
  const operation = (path: string) => ({
    operationId: path.slice(1),
    ...(security(path) && { security: security(path) }),
    responses: { '200': { description: 'Fine.' } },
  });
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Served', version: '1.0.0' },
    paths: Object.fromEntries(paths.map((path) => [path, { get: operation(path) }])),
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        guard: { type: 'apiKey', in: 'header', name: 'Authorization', 'x-apikit': { type: 'token', ttl: 0 } },
      },
    },
  });
}

async function codeOf({ config: { tables }, version, reads, token }: Served) {
  const [table = ''] = Object.keys(tables);
  const source = HANDLER.replaceAll('$VERSION', String(version))
    .replaceAll('$TABLE', `TABLE_${table.toUpperCase()}`)
    .replaceAll('$READS', reads)
    .replaceAll('$TOKEN', token);
  const bytes = await zip([{ path: 'index.mjs', contents: Buffer.from(source) }]);
  return {
    zip: bytes,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    zipBytes: bytes.length,
    unzippedBytes: source.length,
    handler: 'index.handler',
    actions: [`dynamodb:${reads}`, 'dynamodb:Query'],
    otherActions: [],
    sources: [],
    entries: [],
    warnings: [],
  };
}

/**
 * Signs its calls itself, because loading a bundled SDK would take most of a cold start. A refused call results in a
 * 502.
 */
const HANDLER = `
import { createHash, createHmac } from 'node:crypto';
const env = process.env;
const hash = (text) => createHash('sha256').update(text).digest('hex');
const mac = (key, text) => createHmac('sha256', key).update(text).digest();
async function call(service, target, type, input) {
  const url = new URL(env.AWS_ENDPOINT_URL);
  const body = JSON.stringify(input);
  const date = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const headers = {
    'content-type': type, host: url.host, 'x-amz-date': date,
    'x-amz-security-token': env.AWS_SESSION_TOKEN, 'x-amz-target': target,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => name + ':' + value + '\\n').join('');
  const scope = [date.slice(0, 8), env.AWS_REGION, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), hash(['POST', '/', '', lines, names, hash(body)].join('\\n'))].join('\\n');
  const key = scope.reduce((key, part) => mac(key, part), 'AWS4' + env.AWS_SECRET_ACCESS_KEY);
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + env.AWS_ACCESS_KEY_ID + '/' + scope.join('/') +
    ', SignedHeaders=' + names + ', Signature=' + createHmac('sha256', key).update(text).digest('hex');
  const response = await fetch(url, { method: 'POST', body, headers: { ...headers, authorization } });
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}
const table = (operation, input) =>
  call('dynamodb', 'DynamoDB_20120810.' + operation, 'application/x-amz-json-1.0', { TableName: env.$TABLE, ...input });
const WORK = {
  '/table': () => table('$READS', '$READS' === 'Scan' ? {} : { Key: { id: { S: 'x' } } }),
  '/index': () => table('Query', {
    IndexName: 'byEmail', KeyConditionExpression: 'email = :email', ExpressionAttributeValues: { ':email': { S: 'a' } },
  }),
  '/secret': () => call('ssm', 'AmazonSSM.GetParameter', 'application/x-amz-json-1.1', { Name: '${PARAMETER}' }),
};
export const handler = async (event) => {
  if (event.Records) return { batchItemFailures: [] };
  if (event.type === 'TOKEN') {
    if (event.authorizationToken !== '$TOKEN') throw new Error('Unauthorized');
    const Statement = [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }];
    return { principalId: 'me', policyDocument: { Version: '2012-10-17', Statement } };
  }
  await WORK[event.resource]?.();
  return { statusCode: 200, body: '$VERSION' };
};
`;
