/**
 * If AWS refuses a write because something else is being changed at that moment, apikit retries it. Each kind of write
 * in the life of a stage meets one such refusal, and the account ends as if there had been none.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '../../src/aws/keys/new-key.ts';
import { temporaryKey } from '../../src/aws/keys/temporary-key.ts';
import { isRead } from '../../src/aws/sdk/call-counter.ts';
import { createClients } from '../../src/aws/sdk/clients.ts';
import type { AdversityParts } from '../../src/local/adversity/adversity.ts';
import type { RunningCloud } from '../../src/local/start-cloud.ts';
import { usagePlanName } from '../../src/naming/names.ts';
import { stageTags } from '../../src/naming/tags.ts';
import { type Account, type AccountReader, accountReader } from '../chaos/account.ts';
import { createChaosClock } from '../chaos/chaos-clock.ts';
import { steadyDice } from '../chaos/dice.ts';
import { createZone } from '../chaos/others.ts';
import { atDomain, behind, EVERYTHING_AT_ONCE } from '../chaos/scenarios.ts';
import { BASE, CHANGES } from '../chaos/stage-project.ts';
import { deploy, rollBack, type StageRun, tearDown } from '../chaos/stage-runs.ts';
import { startTestCloud } from '../helpers/test-cloud.ts';

const refusal = (code: string, status: number, message: string) => ({ code, message, status });

const API_GATEWAY = refusal(
  'ConflictException',
  409,
  'Unable to complete operation due to concurrent modification. Please try again later.',
);
const TABLE_BUSY = refusal('ResourceInUseException', 400, 'Attempt to change a resource which is still in use');

/** The refusals of the services, in their words where a source has them (docs/aws/conflicts.md). */
const REFUSALS: Readonly<Record<string, (operation: string) => ReturnType<typeof refusal> | undefined>> = {
  apigateway: () => API_GATEWAY,
  apigatewayv2: () => API_GATEWAY,
  iam: () =>
    refusal(
      'ConcurrentModification',
      409,
      'The request was rejected because multiple requests to change this object were submitted simultaneously.',
    ),
  'cognito-idp': () =>
    refusal(
      'ConcurrentModificationException',
      400,
      'Only one request to update user pool client can be processed at a time.',
    ),
  // AWS's model has this error for no operation of layers.
  lambda: (operation) =>
    operation === 'Invoke' || /Layer/.test(operation)
      ? undefined
      : refusal(
          'ResourceConflictException',
          409,
          'The operation cannot be performed at this time. An update is in progress for resource: items-api-dev',
        ),
  dynamodb: (operation) =>
    operation === 'CreateTable'
      ? refusal(
          'LimitExceededException',
          400,
          'Subscriber limit exceeded: Only 500 tables can be created, updated, or deleted simultaneously',
        )
      : /Item/.test(operation)
        ? undefined
        : TABLE_BUSY,
  logs: () =>
    refusal(
      'OperationAbortedException',
      400,
      'A conflicting operation is currently in progress against this resource. Please try again.',
    ),
  cloudwatch: (operation) =>
    /Tag/.test(operation)
      ? refusal(
          'ConcurrentModificationException',
          429,
          'More than one process tried to modify a resource at the same time.',
        )
      : undefined,
  sns: () =>
    refusal(
      'ConcurrentAccess',
      400,
      "Can't perform multiple operations on a tag simultaneously. Perform the operations sequentially.",
    ),
  'application-autoscaling': () =>
    refusal('ConcurrentUpdateException', 400, 'You already have a pending update to an Auto Scaling resource.'),
  acm: (operation) =>
    operation === 'DeleteCertificate'
      ? refusal('ConflictException', 400, 'You are trying to update a resource that is already being updated.')
      : undefined,
  route53: () =>
    refusal(
      'PriorRequestNotComplete',
      400,
      'The request was rejected because Route 53 was still processing a prior one.',
    ),
  ce: () => refusal('LimitExceededException', 400, 'You made too many calls in a short period of time.'),
  s3: () =>
    refusal(
      'OperationAborted',
      409,
      'A conflicting conditional operation is currently in progress against this resource. Please try again.',
    ),
  wafv2: (operation) =>
    /^Update/.test(operation)
      ? refusal(
          'WAFOptimisticLockException',
          400,
          'AWS WAF couldn’t save your changes because someone changed the resource.',
        )
      : refusal('WAFTagOperationException', 400, 'An error occurred during the tagging operation. Retry your request.'),
};

const clock = createChaosClock();
let cloud: RunningCloud;
let adversity: AdversityParts;
let reader: AccountReader;
let run: StageRun;
let dice: { restore(): void };

beforeAll(async () => {
  dice = steadyDice();
  cloud = await startTestCloud({
    clock: clock.cloud,
    adversity: { factor: 0, latency: false },
    tableTransitionMs: 0,
  });
  adversity = cloud.adversity as AdversityParts;
  reader = accountReader({ endpoint: cloud.endpoint, now: clock.client.now });
  run = { endpoint: cloud.endpoint, clock: clock.client };
});
afterAll(async () => {
  reader.close();
  await cloud.close();
  clock.close();
  dice.restore();
});

/** A write: `apigateway.PutRestApi`. */
type Write = string;

interface Life {
  /** After each of its parts. */
  readonly accounts: readonly Account[];
  /** The writes with the status of the answer, in the order of their names. */
  readonly writes: readonly { readonly write: Write; readonly status: number }[];
}

type Part = () => Promise<unknown>;

async function life(parts: readonly Part[], refused: readonly Write[]): Promise<Life> {
  await fetch(`${cloud.endpoint}/_apikit/reset`, { method: 'POST', headers: { 'x-apikit-control': 'test' } });
  adversity.set({
    rules: refused.map((operation) => ({ operation, nth: 1, fault: { error: refusalOf(operation)! } })),
  });
  const accounts: Account[] = [];
  for (const part of parts) {
    await part();
    accounts.push(await reader.read());
  }
  const writes = adversity
    .state()
    .calls.last.filter(({ operation }) => !isRead(operation))
    .map(({ service, operation, status = 0 }) => ({ write: `${service}.${operation}`, status }))
    .filter(({ write }) => refusalOf(write) !== undefined);
  return { accounts, writes: writes.sort((a, b) => a.write.localeCompare(b.write) || a.status - b.status) };
}

function refusalOf(write: Write) {
  const [service = '', operation = ''] = write.split('.');
  return REFUSALS[service]?.(operation);
}

async function keys(): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const clients = createClients({ region: 'eu-west-1', ...run, credentials, env: {} });
  try {
    const work = { client: await clients.apiGateway(), clock: run.clock, signal: new AbortController().signal };
    const plan = usagePlanName(BASE.config, Object.keys(BASE.config.usagePlans)[0]!);
    await createKey(work, { name: 'alice', plan, tags: stageTags(BASE.config) });
    await (await temporaryKey(work, { name: 'test', plan, tags: stageTags(BASE.config) })).remove();
  } finally {
    clients.destroy();
  }
}

const HTTP = behind('http');
const NEXT = CHANGES.code!(CHANGES.contract!(CHANGES.tags!(HTTP)));
const ZONE = atDomain('v1');

const LIVES: readonly { name: string; parts: readonly Part[]; writes: readonly Write[] }[] = [
  {
    name: 'a REST API',
    parts: [
      () => deploy(BASE, run),
      keys,
      () => deploy(EVERYTHING_AT_ONCE, run),
      () => tearDown(EVERYTHING_AT_ONCE, run, true),
    ],
    writes: [
      ...['CreateApiKey', 'CreateUsagePlanKey', 'DeleteStage', 'PutRestApi', 'UpdateUsagePlan'].map(
        (operation) => `apigateway.${operation}`,
      ),
      ...['iam.CreateRole', 'iam.PutRolePolicy', 'iam.DeleteRole', 'cognito-idp.CreateUserPool', 'logs.CreateLogGroup'],
      ...['s3.CreateBucket', 'sns.CreateTopic', 'dynamodb.TagResource', 'wafv2.CreateWebACL'],
      ...['application-autoscaling.RegisterScalableTarget', 'ce.CreateAnomalyMonitor'],
    ],
  },
  {
    name: 'an HTTP API',
    parts: [
      () => deploy(HTTP, run),
      () => deploy(NEXT, run),
      () => rollBack(HTTP, run),
      () => tearDown(HTTP, run, true),
    ],
    writes: ['ReimportApi', 'CreateStage', 'UpdateStage', 'CreateDeployment', 'TagResource', 'DeleteApi'].map(
      (operation) => `apigatewayv2.${operation}`,
    ),
  },
  {
    name: 'a stage with a domain',
    parts: [() => createZone(cloud.endpoint), () => deploy(ZONE, run), () => tearDown(ZONE, run, true)],
    writes: ['route53.ChangeResourceRecordSets', 'acm.DeleteCertificate', 'apigateway.CreateDomainName'],
  },
];

it.each(LIVES)('a conflict at each write of $name does not change the result', async ({ parts, writes }) => {
  const undisturbed = await life(parts, []);
  const all = [...new Set(undisturbed.writes.map(({ write }) => write))];
  expect(all).toEqual(expect.arrayContaining([...writes]));
  const disturbed = await life(parts, all);
  const refused = disturbed.writes.filter(({ write, status }) => status === refusalOf(write)?.status);
  expect(refused.map(({ write }) => write)).toEqual(all);
  expect(disturbed.writes.filter((each) => !refused.includes(each))).toEqual(undisturbed.writes);
  expect(disturbed.accounts).toEqual(undisturbed.accounts);
});
