/** The functions of a configuration in the words of SAM: their settings, code, policies and events. Pure. */
import { posix } from 'node:path';
import { parseSource } from '../../config/source.ts';
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { blocksOf } from './blocks-of.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { referred, unknownIn } from './unknown.ts';

/** Where the code of functions is. */
export interface CodePlaces {
  /** The folder of the configuration, relative to the root out of which no file is read. */
  readonly folder: string;
  /** Whether a file exists, relative to the root. */
  isFile(path: string): boolean;
}

/** Attributes by the members of SAM. */
export const FUNCTION_MEMBERS: Readonly<Record<string, string>> = {
  Architectures: 'architectures',
  CodeUri: 'filename',
  Environment: 'environment',
  EphemeralStorage: 'ephemeral_storage',
  Handler: 'handler',
  Layers: 'layers',
  MemorySize: 'memory_size',
  ReservedConcurrentExecutions: 'reserved_concurrent_executions',
  Runtime: 'runtime',
  Timeout: 'timeout',
  Tracing: 'tracing_config',
  VpcConfig: 'vpc_config',
};

/** Attributes that are in the project, or that mean nothing there. */
export const FUNCTION_KEPT = [
  ...Object.values(FUNCTION_MEMBERS),
  'count',
  'depends_on',
  'description',
  'for_each',
  'function_name',
  'image_uri',
  'lifecycle',
  'logging_config',
  'package_type',
  'provider',
  'publish',
  'role',
  's3_bucket',
  's3_key',
  's3_object_version',
  'skip_destroy',
  'source_code_hash',
  'tags',
  'timeouts',
];

/** A policy of SAM: statements, or the name or the ARN of a policy. */
export interface Policy {
  readonly value: unknown;
  readonly place: string;
}

export function functionProperties(
  { resources }: Configuration,
  fn: TerraformResource,
  code: CodePlaces,
): { readonly properties: Json; readonly policies: readonly Policy[]; readonly findings: readonly Finding[] } {
  const { values } = fn;
  const [environment] = blocksOf(values.environment);
  const [tracing] = blocksOf(values.tracing_config);
  const [storage] = blocksOf(values.ephemeral_storage);
  const [vpc] = blocksOf(values.vpc_config);
  const found = codeOf(resources, fn, code);
  const reserved = Number(values.reserved_concurrent_executions ?? -1);
  return {
    properties: {
      Handler: values.handler,
      Runtime: values.runtime,
      MemorySize: values.memory_size ?? 128,
      Timeout: values.timeout ?? 3,
      Architectures: values.architectures ?? ['x86_64'],
      ...(values.package_type === 'Image' ? { PackageType: 'Image' } : { CodeUri: found.folder }),
      ...(storage?.size !== undefined && { EphemeralStorage: { Size: storage.size } }),
      ...(values.layers !== undefined && { Layers: values.layers }),
      ...(tracing?.mode === 'Active' && { Tracing: 'Active' }),
      ...(vpc && { VpcConfig: { SubnetIds: vpc.subnet_ids, SecurityGroupIds: vpc.security_group_ids } }),
      ...(reserved >= 0 && { ReservedConcurrentExecutions: reserved }),
      Environment: { Variables: objectOf(environment?.variables) },
    },
    policies: policiesOf(resources, fn),
    findings: found.findings,
  };
}

/** Finds the folder that the zip is made of. */
function codeOf(
  resources: readonly TerraformResource[],
  { name, values, place }: TerraformResource,
  { folder, isFile }: CodePlaces,
): { readonly folder: string | undefined; readonly findings: readonly Finding[] } {
  const below = (path: string) => posix.normalize(posix.join(folder, path));
  const uploaded = resources.find(
    ({ type, values: object }) =>
      /^aws_s3_(?:bucket_)?object$/.test(type) && values.s3_key !== undefined && object.key === values.s3_key,
  );
  const zip = textOf(values.filename) ?? textOf(uploaded?.values.source);
  const archive = resources.find(
    ({ type, values: { output_path } }) =>
      type === 'archive_file' &&
      zip !== undefined &&
      textOf(output_path) !== undefined &&
      samePath(String(output_path), zip),
  );
  const source = textOf(archive?.values.source_dir);
  const file = textOf(archive?.values.source_file);
  if (source !== undefined && unknownIn(source) === undefined) return { folder: below(source), findings: [] };
  if (file !== undefined && unknownIn(file) === undefined) return { folder: below(posix.dirname(file)), findings: [] };
  if (zip === undefined || unknownIn(zip) !== undefined) return { folder: zip && `${name}.zip`, findings: [] };
  // Somebody makes the zip by hand. Its module is often beside it, or in a folder of its name.
  const module = textOf(values.handler)?.replace(/\.[^./]*$/, '');
  const endings = ['py', 'js', 'mjs', 'cjs', 'ts', 'mts'];
  const folders = [posix.dirname(zip), zip.replace(/\.zip$/, ''), 'src', 'lambda', name].map(below);
  const beside = folders.find((each) => endings.some((ending) => isFile(posix.join(each, `${module}.${ending}`))));
  if (beside === undefined) return { folder: zip, findings: [] };
  const says = `The code is in ${posix.basename(zip)}, which is not read. The project has the files of the folder ${beside} instead, with the module ${module}: compare them.`;
  return { folder: beside, findings: [{ about: 'changes', place: place('filename'), says }] };
}

const samePath = (one: string, other: string): boolean => posix.normalize(one) === posix.normalize(other);

/** The statements and the names of the policies of the function's role. */
function policiesOf(resources: readonly TerraformResource[], fn: TerraformResource): Policy[] {
  const role = referred(fn.values.role, 'aws_iam_role');
  const found = resources.find(({ type, name }) => type === 'aws_iam_role' && name === role);
  if (!found) return [];
  const isRole = (value: unknown) => referred(value, 'aws_iam_role') === role || value === found.values.name;
  const ofRole = (...types: readonly string[]) =>
    resources.filter(
      ({ type, values }) => types.includes(type) && [values.role ?? [], values.roles ?? []].flat().some(isRole),
    );
  const statements = (policy: unknown, place: string) =>
    policyOf(policy, resources).map((value): Policy => ({ value, place }));
  const named = (arn: unknown, place: string): Policy[] => {
    const name = referred(arn, 'aws_iam_policy');
    const own = resources.find((one) => one.type === 'aws_iam_policy' && one.mode === 'resource' && one.name === name);
    return own ? statements(own.values.policy, own.place('policy')) : [{ value: arn, place }];
  };
  return [
    ...ofRole('aws_iam_role_policy').flatMap(({ values, place }) => statements(values.policy, place('policy'))),
    ...blocksOf(found.values.inline_policy).flatMap(({ policy }) => statements(policy, found.place('inline_policy'))),
    ...ofRole('aws_iam_role_policy_attachment', 'aws_iam_policy_attachment').flatMap(({ values, place }) =>
      named(values.policy_arn, place('policy_arn')),
    ),
    ...[found.values.managed_policy_arns ?? []].flat().flatMap((arn) => named(arn, found.place('managed_policy_arns'))),
  ];
}

/** The statements of a JSON text, or of `data.aws_iam_policy_document`. */
function policyOf(policy: unknown, resources: readonly TerraformResource[]): unknown[] {
  const [, name] = /^data\.aws_iam_policy_document\.([^.]+)\.json$/.exec(unknownIn(policy) ?? '') ?? [];
  const document = resources.find((one) => one.type === 'aws_iam_policy_document' && one.name === name);
  if (document)
    return blocksOf(document.values.statement).map((statement) => ({ Statement: [statementOf(statement)] }));
  const { data } = parseSource(textOf(policy) ?? '', 'policy');
  if (!isObject(data)) return [policy ?? []].flat();
  return [data.Statement ?? []].flat().map((statement) => ({ Statement: [statement] }));
}

function statementOf({ effect, actions, resources, not_actions, not_resources, condition }: Json): Json {
  const conditions = conditionOf(blocksOf(condition));
  return {
    Effect: effect ?? 'Allow',
    ...(actions !== undefined && { Action: actions }),
    ...(resources !== undefined && { Resource: resources }),
    ...(not_actions !== undefined && { NotAction: not_actions }),
    ...(not_resources !== undefined && { NotResource: not_resources }),
    ...(conditions.size > 0 && { Condition: Object.fromEntries(conditions) as Json }),
  };
}

/** Several blocks may have one test, and several of those one variable: all of them limit the statement. */
function conditionOf(blocks: readonly Json[]): Map<string, Json> {
  const conditions = new Map<string, Json>();
  for (const { test, variable, values } of blocks) {
    const before = conditions.get(String(test)) ?? {};
    const all = [own(before, String(variable)) ?? [], values ?? []].flat();
    conditions.set(String(test), { ...before, [String(variable)]: all });
  }
  return conditions;
}

/** The functions that get messages and changes of items, by the names of their events. */
export function eventsOf({ resources }: Configuration, id: string): Json {
  const isThis = (value: unknown) => value === `{function ${id}}`;
  return Object.fromEntries(
    resources.flatMap(({ type, name, values }): [string, Json][] => {
      if (type === 'aws_lambda_event_source_mapping' && isThis(values.function_name)) {
        const source = textOf(values.event_source_arn) ?? '';
        const isStream = source.startsWith('{stream ');
        const Properties = {
          [isStream ? 'Stream' : 'Queue']: source,
          ...(values.batch_size !== undefined && { BatchSize: values.batch_size }),
          ...(values.starting_position !== undefined && { StartingPosition: values.starting_position }),
          ...(values.enabled !== undefined && { Enabled: values.enabled }),
          ...(values.filter_criteria !== undefined && { FilterCriteria: values.filter_criteria }),
        };
        return [[name, { Type: isStream ? 'DynamoDB' : 'SQS', Properties }]];
      }
      if (type === 'aws_sns_topic_subscription' && isThis(values.endpoint)) {
        const FilterPolicy = values.filter_policy === undefined ? {} : { FilterPolicy: values.filter_policy };
        return [[name, { Type: 'SNS', Properties: { Topic: values.topic_arn, ...FilterPolicy } }]];
      }
      return [];
    }),
  );
}
