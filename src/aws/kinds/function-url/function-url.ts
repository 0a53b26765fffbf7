/**
 * Kind `function-url`: the URL of the function's alias `live`, the permissions for its callers, and the version that it
 * runs. It has the attributes of the kind `stage`, so that commands handle both alike. A change that lets fewer callers
 * in is made before the version is switched, and a change that lets more in comes after it.
 */
import {
  AddPermissionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  type FunctionUrlAuthType,
  GetAliasCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import type { Kind, KindContext, Later, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { functionArn } from '../../../naming/arns.ts';
import { LIVE_ALIAS } from '../../../naming/names.ts';
import { equals, ownFunctions } from '../../arns/own-arns.ts';
import { deleteAlias, listAliases } from '../../lambda/aliases.ts';
import { urlBase } from '../../lambda/function-url.ts';
import { type LambdaWork, retryWhileBusy } from '../../lambda/wait.ts';
import { parseSwitchRecord, type SwitchRecord, switchAfter, switchedBy } from '../../releases/switch-record.ts';
import { releaseAlias, releasesIn, switchUrl } from '../../releases/url-releases.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';

export interface FunctionUrlShape {
  kind: 'function-url';
  properties: {
    function: Later<string>;
    /** The version that the URL runs. */
    deployment: Later<string>;
    /** `AWS_IAM` if only signed requests may call. Absent if the contract is not known; it is then not compared. */
    authType?: FunctionUrlAuthType;
  };
  attributes: {
    arn: string;
    /** The name of the stage. */
    name: string;
    url: string;
    /** The version that it runs. */
    deploymentId: string;
    /** The version that it ran before. */
    previous: string | null;
    switched?: SwitchRecord;
    /** A function URL has no canary and no web ACL. */
    canary?: never;
    percent?: never;
    webAcl?: never;
    needsCertificate?: never;
  };
  found: {
    function: string;
    deployment: string | undefined;
    authType: string | undefined;
    /** Whether everybody has both permissions that calls of a public URL need. */
    public: boolean;
    /** A function URL has no stage variables and no execution log. */
    variables?: never;
    logging?: never;
  };
}

type Desired = Required<ResolvedResource<FunctionUrlShape>['properties']>;

export const [MAY_CALL_URL, MAY_CALL_FUNCTION] = ['apikit-url', 'apikit-url-function'] as const;

export function functionUrlKind({ clients, clock, target, rights }: KindDependencies): Kind<FunctionUrlShape> {
  async function read(resource: Resource<FunctionUrlShape>): Promise<Observed<FunctionUrlShape> | undefined> {
    const { function: name } = resource.properties;
    if (typeof name !== 'string') return undefined;
    const client = await clients.lambda();
    const of = { FunctionName: name, Qualifier: LIVE_ALIAS };
    const [alias, url, policy] = await Promise.all([
      undefinedIfNotFound(client.send(new GetAliasCommand({ FunctionName: name, Name: LIVE_ALIAS }))),
      undefinedIfNotFound(client.send(new GetFunctionUrlConfigCommand(of))),
      undefinedIfNotFound(client.send(new GetPolicyCommand(of))),
    ]);
    if (!alias) return undefined;
    const switched = parseSwitchRecord(alias.Description);
    return {
      attributes: {
        arn: functionArn(target, `${name}:${LIVE_ALIAS}`),
        name: resource.name,
        url: url?.FunctionUrl === undefined ? undefined : urlBase(target, url.FunctionUrl),
        deploymentId: alias.FunctionVersion,
        previous: switched?.from ?? null,
        ...(switched && { switched }),
      },
      properties: {
        function: name,
        deployment: alias.FunctionVersion,
        authType: url?.AuthType,
        public: isPublic(policy?.Policy),
      },
      owned: true,
    };
  }

  async function apply(
    resource: ResolvedResource<FunctionUrlShape>,
    observed: Observed<FunctionUrlShape> | undefined,
    context: KindContext,
  ): Promise<Observed<FunctionUrlShape>> {
    const desired: Desired = { authType: 'AWS_IAM', ...resource.properties };
    const work: LambdaWork = { client: await clients.lambda(), clock, context };
    const had = observed?.properties;
    const closes = desired.authType === 'AWS_IAM';
    if (closes && had?.authType === 'NONE') await putUrl(work, desired, had.authType);
    if (desired.deployment !== had?.deployment) {
      await rights?.over(context.note, context.signal);
      await switchUrl(work.client, desired.function, { to: desired.deployment, record: switchTo(observed) });
    }
    await setPublic(work, desired, !closes, had?.public === true);
    await putUrl(work, desired, closes && had?.authType === 'NONE' ? 'AWS_IAM' : had?.authType);
    const applied = await read(resource);
    if (!applied) throw new Error(`the alias ${LIVE_ALIAS} of ${desired.function} has gone`);
    return applied;
  }

  function switchTo(observed: Observed<FunctionUrlShape> | undefined): SwitchRecord {
    const from = observed?.properties.deployment;
    return switchAfter(observed?.attributes.switched, {
      how: 'deploy',
      ...switchedBy(clock.now(), target.caller),
      ...(from !== undefined && { from }),
    });
  }

  return {
    kind: 'function-url',
    rights: [
      {
        actions: [
          'lambda:GetAlias',
          'lambda:ListAliases',
          'lambda:CreateAlias',
          'lambda:UpdateAlias',
          'lambda:DeleteAlias',
          'lambda:GetPolicy',
          'lambda:RemovePermission',
          'lambda:GetFunctionUrlConfig',
          'lambda:CreateFunctionUrlConfig',
          'lambda:UpdateFunctionUrlConfig',
          'lambda:DeleteFunctionUrlConfig',
        ],
        on: ownFunctions,
      },
      { actions: ['lambda:AddPermission'], on: ownFunctions, when: () => equals({ 'lambda:Principal': '*' }) },
    ],
    readsBy: ['function'],
    read,
    diff({ properties: { deployment, authType } }, { properties: had }) {
      const wanted = authType === undefined ? had.authType : authType;
      return diffFields(
        { deployment, authType: wanted, public: wanted === 'NONE' },
        { deployment: had.deployment, authType: had.authType, public: had.public },
      );
    },
    apply,
    async remove({ properties }, observed) {
      const client = await clients.lambda();
      const name = observed.properties.function || String(properties.function);
      const of = { FunctionName: name, Qualifier: LIVE_ALIAS };
      await undefinedIfNotFound(client.send(new DeleteFunctionUrlConfigCommand(of)));
      // Lambda would refuse to delete versions that these aliases name.
      const releases = releasesIn((await listAliases(client, name)) ?? []);
      const aliases = releases.map(({ record }) => releaseAlias(record).name);
      for (const alias of [LIVE_ALIAS, ...aliases]) await deleteAlias(client, name, alias);
    },
  };
}

/** Creates the URL, or changes its auth type. */
async function putUrl(work: LambdaWork, { function: name, authType }: Desired, had: string | undefined): Promise<void> {
  if (had === authType) return;
  const input = { FunctionName: name, Qualifier: LIVE_ALIAS, AuthType: authType };
  if (had !== undefined) {
    await work.client.send(new UpdateFunctionUrlConfigCommand(input));
    return;
  }
  try {
    await work.client.send(new CreateFunctionUrlConfigCommand(input));
  } catch (error) {
    // Another run was faster, or the response to our own first try was lost.
    if (!isAwsError(error, 'ResourceConflictException')) throw error;
    await work.client.send(new UpdateFunctionUrlConfigCommand(input));
  }
}

/** A URL needs two permissions (docs/aws/function-urls.md). */
async function setPublic(
  work: LambdaWork,
  { function: FunctionName }: Desired,
  wanted: boolean,
  had: boolean,
): Promise<void> {
  if (wanted === had) return;
  const { client } = work;
  for (const StatementId of [MAY_CALL_URL, MAY_CALL_FUNCTION]) {
    const of = { FunctionName, Qualifier: LIVE_ALIAS, StatementId };
    await undefinedIfNotFound(client.send(new RemovePermissionCommand(of)));
    if (!wanted) continue;
    await retryWhileBusy(work, `let everybody call the URL of function "${FunctionName}"`, () =>
      client.send(
        new AddPermissionCommand({
          ...of,
          Principal: '*',
          ...(StatementId === MAY_CALL_URL
            ? { Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }
            : { Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
        }),
      ),
    );
  }
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function isPublic(policy: string | undefined): boolean {
  const { Statement: statements = [] } = JSON.parse(policy ?? '{}') as { Statement?: Statement[] };
  const toEverybody = statements.filter(({ Effect, Principal }) => Effect === 'Allow' && isEverybody(Principal));
  const has = (action: string, operator: string, key: string, value: string) =>
    toEverybody.some(
      ({ Action, Condition }) => Action === action && Condition?.[operator]?.[key]?.toLowerCase() === value,
    );
  return (
    has('lambda:InvokeFunctionUrl', 'StringEquals', 'lambda:FunctionUrlAuthType', 'none') &&
    has('lambda:InvokeFunction', 'Bool', 'lambda:InvokedViaFunctionUrl', 'true')
  );
}

/** Lambda writes the star in either form. */
const isEverybody = (principal: unknown): boolean =>
  principal === '*' || (principal as { AWS?: unknown } | undefined)?.AWS === '*';
