/** The settings of a Chalice app in the words of SAM, and in those of apikit.yaml. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { TemplateResource } from '../template/template.ts';
import type { ChaliceApp } from './read-app.ts';
import type { Module, Value } from './read-decorators.ts';

/** Chalice deploys the version of Python that it runs with, which its files do not tell. */
const RUNTIME = 'python3.13';

/** The members of SAM, by the settings of Chalice. */
const MEMBERS: Readonly<Record<string, string>> = {
  Environment: 'environment_variables',
  Layers: 'layers',
  MemorySize: 'lambda_memory_size',
  ReservedConcurrentExecutions: 'reserved_concurrency',
  Timeout: 'lambda_timeout',
  Tracing: 'xray',
  VpcConfig: 'subnet_ids',
  Policies: 'iam_policy_file',
};

/** The media types that Chalice passes on as bytes (docs of Chalice, "Binary Content"). */
const BINARY = [
  ...['application/octet-stream', 'application/x-tar', 'application/zip'],
  ...['audio/basic', 'audio/ogg', 'audio/mp4', 'audio/mpeg', 'audio/wav', 'audio/webm'],
  ...['image/png', 'image/jpg', 'image/jpeg', 'image/gif'],
  ...['video/ogg', 'video/mpeg', 'video/webm'],
];

export function functionProperties(app: ChaliceApp) {
  const { settings } = app;
  const has = (member: string) => settings[member] !== undefined;
  const policy = settings.autogen_policy === false || has('iam_policy_file') ? policyFile(app) : undefined;
  const properties: Json = {
    Runtime: RUNTIME,
    CodeUri: '.',
    MemorySize: settings.lambda_memory_size ?? 128,
    Timeout: settings.lambda_timeout ?? DEFAULT_TIMEOUT,
    Architectures: ['x86_64'],
    Environment: { Variables: objectOf(settings.environment_variables) },
    Policies: (policy?.statements ?? []).map((statement) => ({ Statement: [statement] })),
    ...(has('layers') && { Layers: settings.layers }),
    ...(has('reserved_concurrency') && { ReservedConcurrentExecutions: settings.reserved_concurrency }),
    ...(settings.xray === true && { Tracing: 'Active' }),
    ...(has('subnet_ids') && {
      VpcConfig: { SubnetIds: settings.subnet_ids, SecurityGroupIds: settings.security_group_ids },
    }),
  };
  const size = settings.minimum_compression_size;
  const api: Json = {
    BinaryMediaTypes: BINARY,
    ...(typeof size === 'number' && { MinimumCompressionSize: size }),
  };
  const place = (...[head, second, third]: Path): string => {
    if (head === 'Policies') return policy?.place ?? app.place('iam_policy_file');
    const member = own(MEMBERS, String(head));
    if (member === undefined) return app.place();
    return app.place(
      member,
      ...(head === 'Environment' && second === 'Variables' && third !== undefined ? [third] : []),
    );
  };
  return { properties, api, place };
}

/** Seconds. Chalice gives a function 60, of which API Gateway uses 29. */
const DEFAULT_TIMEOUT = 29;

/** Chalice names the file after the stage unless it is written. */
const policyFile = (app: ChaliceApp) => app.policy(textOf(app.settings.iam_policy_file) ?? `policy-${app.stage}.json`);

/** The resource that a decorator names. */
export const logicalResource = (id: string, type: string, place: string): TemplateResource => ({
  id,
  type,
  properties: {},
  place: () => place,
});

/** The headers that Chalice lets pages send if nothing else is written. */
const HEADERS = ['content-type', 'x-amz-date', 'authorization', 'x-api-key', 'x-amz-security-token'];

/** Each route has its own CORS, and a stage has one for all operations. */
export function corsOf({ assigned, attributes }: Module, ofRoutes: readonly Value[]): Json {
  const written = [...ofRoutes, attributes['app.api.cors']].flatMap((value): Json[] => {
    if (value === true) return [{}];
    const name = textOf(objectOf(value).$name);
    const call = objectOf(name === undefined ? objectOf(value).$call : own(assigned, name));
    return isObject(call.keywords) ? [call.keywords] : [];
  });
  if (written.length === 0) return {};
  const origins = written.map((each) => String(each.allow_origin ?? '*'));
  const texts = (member: string) => written.flatMap((each) => [each[member] ?? []].flat()).map(String);
  return {
    Cors: {
      AllowOrigin: origins.includes('*') ? ['*'] : [...new Set(origins)],
      AllowHeaders: [...new Set([...HEADERS, ...texts('allow_headers').map((header) => header.toLowerCase())])],
      // Cookies only reach origins for which every route allows them.
      AllowCredentials: written.every((each) => each.allow_credentials === true),
      ExposeHeaders: [...new Set(texts('expose_headers'))],
      MaxAge: Math.max(...written.map((each) => Number(each.max_age ?? 0))),
    },
  };
}

/** The settings for which SAM has no word. */
export function appSettings({ settings }: ChaliceApp): Json {
  const endpoint = textOf(settings.api_gateway_endpoint_type)?.toLowerCase();
  const vpcEndpoint = settings.api_gateway_endpoint_vpce;
  const tags = Object.entries(objectOf(settings.tags)).filter(([, value]) => typeof value === 'string');
  const days = settings.log_retention_in_days;
  return {
    ...(['edge', 'private'].includes(endpoint ?? '') && {
      endpoint: vpcEndpoint === undefined ? endpoint : { type: endpoint, vpcEndpoints: [vpcEndpoint].flat() },
    }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
    ...(typeof days === 'number' && { logs: { retentionDays: days } }),
  };
}
