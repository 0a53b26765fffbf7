/**
 * Kind `function`: code and configuration of `$LATEST`. Nothing invokes `$LATEST`: new code is published with its
 * upload, and the release publishes the rest. Changes go one at a time, each after Lambda has completed the one before
 * (docs/pitfalls.md, pitfall 12). Never uploads code that the function already has. The attribute `published` is the
 * version that was just created, or `null`. Its users wait until it is ready.
 */
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  type FunctionConfiguration as LambdaConfiguration,
  PutFunctionConcurrencyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { Kind, KindContext, Observed, ResolvedResource, Resource } from '../../../engine/resource.ts';
import { ApikitError } from '../../../errors.ts';
import { equals, ownFunctions, ownRoles } from '../../arns/own-arns.ts';
import { LARGEST_ZIP } from '../../lambda/function-code.ts';
import { publishedAs } from '../../lambda/published-version.ts';
import { type LambdaWork, notFailed, retryWhileBusy, waitUntilSettled } from '../../lambda/wait.ts';
import { comparableTags, owns, tagChanges } from '../../ownership/ownership.ts';
import { isAwsError, undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import { createdMeanwhile } from '../created-meanwhile.ts';
import { diffFields } from '../field-diff.ts';
import type { KindDependencies } from '../kind-dependencies.ts';
import {
  architectureInput,
  configurationInput,
  configurationOf,
  type FoundFunction,
  observedFunction,
  printableValue,
} from './function-settings.ts';
import type { DesiredFunction, FunctionProperties, FunctionShape } from './shape.ts';

type ObservedFunction = FunctionShape['found'];

interface FunctionSort {
  readonly kind: 'function' | 'consumer';
  /** Whether it is released as versions. A function without versions is invoked as it is. */
  readonly published: boolean;
}

/** Kind `consumer`: a function that consumes a stream. It belongs to no release, so it has no versions. */
export function consumerKind({ releasedCode: _, ...dependencies }: KindDependencies): Kind<FunctionShape> {
  return functionKind(dependencies, { kind: 'consumer', published: false });
}

export function functionKind(
  { clients, clock, artifacts, releasedCode }: KindDependencies,
  { kind, published }: FunctionSort = { kind: 'function', published: true },
): Kind<FunctionShape> {
  async function get(name: string): Promise<FoundFunction | undefined> {
    const client = await clients.lambda();
    return await undefinedIfNotFound(client.send(new GetFunctionCommand({ FunctionName: name })));
  }

  function zipOf({ codeSha256 }: DesiredFunction, name: string): Uint8Array {
    const zip = artifacts.get(codeSha256);
    if (!zip) throw new Error(`the zip ${codeSha256} of function ${name} is not among the artifacts`);
    if (zip.byteLength > LARGEST_ZIP) throw zipTooLarge(name, zip.byteLength);
    return zip;
  }

  /** Returns `undefined` if another run was faster. */
  async function create(
    work: LambdaWork,
    name: string,
    desired: DesiredFunction,
  ): Promise<LambdaConfiguration | undefined> {
    const command = new CreateFunctionCommand({
      FunctionName: name,
      ...configurationInput(desired),
      Architectures: architectureInput(desired),
      Code: { ZipFile: zipOf(desired, name) },
      Publish: published,
      Tags: desired.tags,
    });
    try {
      const created = await retryWhileBusy(work, `create function "${name}"`, () => work.client.send(command));
      return published ? notFailed(name, created) : await waitUntilSettled(work, name, created);
    } catch (error) {
      if (isAwsError(error, 'ResourceConflictException')) return undefined;
      throw error;
    }
  }

  async function syncConfiguration(
    work: LambdaWork,
    name: string,
    desired: DesiredFunction,
    observed: ObservedFunction,
  ): Promise<LambdaConfiguration | undefined> {
    if (diffFields(configurationOf(desired), comparable(configurationOf(observed), desired)).length === 0)
      return undefined;
    const command = new UpdateFunctionConfigurationCommand({
      FunctionName: name,
      ...configurationInput(desired, observed),
    });
    const what = `change the configuration of function "${name}"`;
    return await waitUntilSettled(work, name, await retryWhileBusy(work, what, () => work.client.send(command)));
  }

  async function syncCode(
    work: LambdaWork,
    name: string,
    desired: DesiredFunction,
    observed: ObservedFunction,
  ): Promise<LambdaConfiguration | undefined> {
    if (desired.codeSha256 === observed.codeSha256 && desired.architecture === observed.architecture) return undefined;
    const publish = releasedCode !== undefined && !releasedCode.has(desired.codeSha256);
    const command = new UpdateFunctionCodeCommand({
      FunctionName: name,
      ZipFile: zipOf(desired, name),
      Architectures: architectureInput(desired),
      // This does the same as a later PublishVersion, in one call. Code that a release already has a version of is not
      // published.
      Publish: publish,
    });
    const what = `upload the code of function "${name}"`;
    const uploaded = await retryWhileBusy(work, what, () => work.client.send(command));
    return publish ? notFailed(name, uploaded) : await waitUntilSettled(work, name, uploaded);
  }

  /**
   * Lambda accepts no tags while a change is in progress, and a change of code continues after its version is ready.
   */
  async function syncTags(
    work: LambdaWork,
    arn: string,
    desired: DesiredFunction,
    observed: ObservedFunction,
  ): Promise<void> {
    const { set, remove } = tagChanges(desired.tags, observed.tags);
    const what = `change the tags of ${arn}`;
    if (Object.keys(set).length > 0) {
      const command = new TagResourceCommand({ Resource: arn, Tags: set });
      await retryWhileBusy(work, what, () => work.client.send(command));
    }
    if (remove.length > 0) {
      const command = new UntagResourceCommand({ Resource: arn, TagKeys: remove });
      await retryWhileBusy(work, what, () => work.client.send(command));
    }
  }

  async function reserve(work: LambdaWork, FunctionName: string, reserved: number | false): Promise<void> {
    const what = `change the reserved concurrency of function "${FunctionName}"`;
    const { client } = work;
    await retryWhileBusy<unknown>(work, what, () =>
      reserved === false
        ? client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
        : client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved })),
    );
  }

  /** Returns the reservation afterwards. Only a larger one is certain not to harm the release that is live. */
  async function growReservation(
    work: LambdaWork,
    name: string,
    { reservedConcurrency: wanted }: DesiredFunction,
    { reservedConcurrency: had }: ObservedFunction,
  ): Promise<number | false> {
    if (!wanted || had === false || wanted <= had) return had;
    await reserve(work, name, wanted);
    return wanted;
  }

  async function apply(
    resource: ResolvedResource<FunctionShape>,
    observed: Observed<FunctionShape> | undefined,
    context: KindContext,
  ): Promise<Observed<FunctionShape>> {
    const desired = resource.properties;
    const work: LambdaWork = { client: await clients.lambda(), clock, context };
    let before = observed;
    if (!before) {
      const created = await create(work, resource.name, desired);
      if (created) return describe(resource, { Configuration: created, Tags: desired.tags });
      before = describe(resource, (await get(resource.name)) ?? {});
      if (!before.owned) throw createdMeanwhile('function', `"${resource.name}"`);
    }
    const had = before.properties;
    // The configuration comes first: new code may need the new environment, and old code in `$LATEST` serves nobody.
    const configured = await syncConfiguration(work, resource.name, desired, had);
    const uploaded = await syncCode(work, resource.name, desired, had);
    await syncTags(work, String(before.attributes.arn), desired, had);
    const reserved = await growReservation(work, resource.name, desired, had);
    const Configuration = uploaded ?? configured;
    const after = Configuration
      ? describe(resource, { Configuration, Tags: desired.tags })
      : stateAfterTagging(before, desired);
    return { ...after, properties: { ...after.properties, reservedConcurrency: reserved } };
  }

  return {
    kind,
    rights: [
      {
        actions: [
          'lambda:GetFunction',
          'lambda:CreateFunction',
          'lambda:UpdateFunctionCode',
          'lambda:UpdateFunctionConfiguration',
          'lambda:DeleteFunction',
          'lambda:PutFunctionConcurrency',
          'lambda:DeleteFunctionConcurrency',
          'lambda:TagResource',
          'lambda:UntagResource',
        ],
        on: ownFunctions,
      },
      {
        actions: ['iam:PassRole'],
        on: ownRoles,
        when: () => equals({ 'iam:PassedToService': 'lambda.amazonaws.com' }),
      },
    ],
    readsBy: [],
    async read(resource) {
      const found = await get(resource.name);
      const hidden = found?.Configuration?.Environment?.Error;
      if (hidden) throw environmentHidden(resource.name, hidden.Message);
      return found && describe(resource, found);
    },
    diff(desired, observed) {
      return diffFields(desired.properties, comparable(observed.properties, desired.properties)).map((change) => ({
        ...change,
        from: printableValue(change.path, change.from),
        to: printableValue(change.path, change.to),
      }));
    },
    apply,
    // The reservation belongs to no version, so it changes what the release that was live before may do.
    retire: {
      due: ({ properties: { reservedConcurrency } }, { properties: had }) =>
        reservedConcurrency !== undefined && reservedConcurrency !== had.reservedConcurrency,
      async begin({ name, properties: { reservedConcurrency = false } }, _, context) {
        await reserve({ client: await clients.lambda(), clock, context }, name, reservedConcurrency);
      },
    },
    async remove(resource, { properties: { vpc } }, context) {
      const client = await clients.lambda();
      const command = new DeleteFunctionCommand({ FunctionName: resource.name });
      const what = `delete function "${resource.name}"`;
      await undefinedIfNotFound(retryWhileBusy({ client, clock, context }, what, () => client.send(command)));
      if (vpc) context.note(`Lambda needs up to 20 minutes to release its interfaces in ${vpc.subnets.join(', ')}`);
    },
  };
}

/** Leaves out the settings that stay as they are if nothing is said about them. */
function comparable<Found extends Partial<ObservedFunction>>(
  { reservedConcurrency, kmsKey, vpc, layers, ...found }: Found,
  desired: Pick<FunctionProperties, 'reservedConcurrency' | 'kmsKey' | 'vpc' | 'layers'>,
): object {
  return {
    ...found,
    ...(desired.reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(desired.kmsKey !== undefined && { kmsKey }),
    ...(desired.vpc !== undefined && { vpc }),
    ...(desired.layers !== undefined && { layers }),
  };
}

function describe(resource: Resource<FunctionShape>, found: FoundFunction): Observed<FunctionShape> {
  const properties = observedFunction(found);
  const { FunctionArn, FunctionName, CodeSha256, State } = found.Configuration ?? {};
  const desired = resource.properties;
  const published = publishedAs(found.Configuration ?? {}) ?? null;
  // The response to a publishing call has the ARN of the version.
  const arn = published ? FunctionArn?.replace(new RegExp(`:${published.version}$`), '') : FunctionArn;
  return {
    attributes: { arn, name: FunctionName, codeSha256: CodeSha256, published },
    properties: { ...properties, tags: comparableTags(properties.tags) },
    owned: owns(desired.tags, properties.tags),
    ...(State && { state: State }),
  };
}

/** The state if at most tags have changed. */
function stateAfterTagging(before: Observed<FunctionShape>, desired: DesiredFunction): Observed<FunctionShape> {
  return { ...before, properties: { ...before.properties, tags: desired.tags }, owned: true };
}

/** Lambda shows a function without its environment to a caller who may not use the key. */
function environmentHidden(name: string, why = 'Lambda does not say why.'): ApikitError {
  return new ApikitError('EnvironmentHidden', `Lambda cannot show the environment of function "${name}": ${why}`, {
    hint: 'You need kms:Decrypt with the key of the environment: see apikit policy deployer.',
  });
}

function zipTooLarge(name: string, bytes: number): ApikitError {
  const size = (bytes / 1024 / 1024).toFixed(1);
  return new ApikitError(
    'ZipTooLarge',
    `The zip of function "${name}" has ${size} MiB, and Lambda accepts at most 50 MiB.`,
    {
      hint: 'Import less: look for large packages that the handler does not need, and leave data files out of the bundle.',
    },
  );
}
