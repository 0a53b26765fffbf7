/** The files of a project from a SAM template, and the report about it. Pure, except for the code that it is given. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { isSecretVariable } from '../../config/secret-like.ts';
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { tableVariable } from '../../naming/names.ts';
import type { CodeFiles } from '../code/code-files.ts';
import type { LaidOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { apiEvents, isApiEvent } from './sam-contract.ts';
import { samPermissions } from './sam-permissions.ts';
import { tablesOf } from './sam-tables.ts';
import type { SamResource, SamTemplate } from './template.ts';

export interface SamConfig {
  readonly config: object;
  readonly findings: readonly Finding[];
}

/** `functions` are those that serve operations. */
export function samConfig(
  template: SamTemplate,
  functions: readonly SamResource[],
  code: LaidOut,
  { name, region }: { readonly name: string; readonly region: string },
): SamConfig {
  const { resources } = template;
  const api = apiOf(resources);
  const { tables, findings: ofTables } = tablesOf(resources);
  const names = Object.keys(tables);
  const { environment, findings: ofEnvironment } = environmentOf(functions, names);
  const { permissions, findings: ofPolicies } = samPermissions(functions, names);
  const most = (member: string, usual: number) =>
    Math.max(...functions.map(({ properties }) => Number(properties[member] ?? usual)));
  const timeout = most('Timeout', 3);
  const { SubnetIds, SecurityGroupIds } = objectOf(functions[0]?.properties.VpcConfig);
  const [architecture = 'x86_64'] = [functions[0]?.properties.Architectures ?? []].flat();
  const traced =
    functions.some(({ properties }) => properties.Tracing === 'Active') || api?.properties.TracingEnabled === true;
  const binary = [api?.properties.BinaryMediaTypes ?? []].flat().map((type) => String(type).replaceAll('~1', '/'));
  const isHttp = functions.some((fn) => apiEvents(fn).some(([, { Type }]) => Type === 'HttpApi'));
  const usagePlan = usagePlanOf(api);
  const config = {
    name,
    region,
    ...(isHttp && { api: 'http', payload: '2.0' }),
    function: {
      handler: code.handler,
      runtime: code.runtime,
      ...(architecture === 'x86_64' && { architecture }),
      memory: most('MemorySize', 128),
      timeout: Math.min(timeout, GATEWAY_TIMEOUT),
      ...(code.data.length > 0 && { bundle: { files: code.data } }),
      ...(Array.isArray(SubnetIds) && { vpc: { subnets: SubnetIds, securityGroups: SecurityGroupIds ?? [] } }),
      ...(Object.keys(environment).length > 0 && { environment }),
      ...(permissions.length > 0 && { permissions }),
    },
    ...(names.length > 0 && { tables }),
    ...corsOf(api),
    ...(usagePlan && { usagePlans: { basic: usagePlan } }),
    ...(binary.length > 0 && { binaryMediaTypes: binary }),
    ...(typeof api?.properties.MinimumCompressionSize === 'number' && {
      compression: api.properties.MinimumCompressionSize,
    }),
    ...(traced && { tracing: true }),
    stages: { dev: {}, prod: { protected: true } },
  };
  return { config, findings: [...ofTables, ...ofEnvironment, ...ofPolicies, ...aboutFunctions(functions)] };
}

const apisOf = (resources: readonly SamResource[]): SamResource[] =>
  resources.filter(({ type }) => type === 'AWS::Serverless::Api' || type === 'AWS::Serverless::HttpApi');

/** A stage has one API: the first one of the template. */
export const apiOf = (resources: readonly SamResource[]): SamResource | undefined => apisOf(resources)[0];

function environmentOf(functions: readonly SamResource[], tables: readonly string[]) {
  const environment: Record<string, string> = {};
  const findings: Finding[] = [];
  const reserved = [...tables.map(tableVariable), 'APIKIT_APP', 'APIKIT_STAGE', 'CORS_ORIGINS'];
  for (const { id, properties, place } of functions) {
    for (const [variable, written] of Object.entries(objectOf(objectOf(properties.Environment).Variables))) {
      const value = String(written);
      const at = place('Environment', 'Variables', variable);
      const lost = (says: string) => findings.push({ about: 'lost', place: at, says });
      if (reserved.includes(variable)) {
        if (value !== `\${table.${tables.find((table) => tableVariable(table) === variable)}}`)
          lost(`apikit sets the variable ${variable} itself. Use another name, in the code as well.`);
      } else if (isSecretVariable(variable, value))
        lost(
          `${variable} seems to contain a secret, which is not copied. Store it, and write its reference in function.secrets.`,
        );
      else if (/\{function \w+\}|\$\{(?:account|partition|table\.[^}]*\.arn)\}/.test(value))
        lost(`${variable} has a value that only a deployed stage has. Set it in function.environment.`);
      else if (environment[variable] !== undefined && environment[variable] !== value)
        lost(
          `${variable} of ${id} has another value than in another function, and the functions become one. Give it another name.`,
        );
      else environment[variable] = value;
    }
  }
  return { environment, findings };
}

/** SAM's `Cors` is an origin, or a map whose values are in single quotes. */
function corsOf(api: SamResource | undefined): object {
  const { Cors, CorsConfiguration } = api?.properties ?? {};
  const node = objectOf(Cors);
  const http = objectOf(CorsConfiguration);
  const origins = [textOf(Cors) ?? node.AllowOrigin ?? http.AllowOrigins ?? (CorsConfiguration === true ? '*' : [])]
    .flat()
    .map((origin) => String(origin).replace(/^'(.*)'$/, '$1'));
  if (origins.length === 0) return {};
  const headers = [node.AllowHeaders ?? http.AllowHeaders ?? []]
    .flat()
    .flatMap((text) =>
      String(text)
        .replace(/^'(.*)'$/, '$1')
        .split(','),
    )
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== '' && header !== '*');
  const credentials = node.AllowCredentials === true || http.AllowCredentials === true;
  return {
    cors: { origins, ...(headers.length > 0 && { allowHeaders: headers }), ...(credentials && { credentials: true }) },
  };
}

function usagePlanOf(api: SamResource | undefined): object | undefined {
  const { UsagePlan } = objectOf(api?.properties.Auth);
  const { Throttle, Quota } = objectOf(UsagePlan);
  const { RateLimit, BurstLimit } = objectOf(Throttle);
  const { Limit, Period } = objectOf(Quota);
  if (UsagePlan === undefined) return undefined;
  return {
    ...(RateLimit !== undefined && { rate: Number(RateLimit), burst: Number(BurstLimit ?? RateLimit) }),
    ...(Limit !== undefined && { quota: `${Number(Limit)}/${String(Period).toLowerCase()}` }),
  };
}

/** Members that are in the project, or that mean nothing there. */
const KEPT = [
  'Architectures',
  'CodeUri',
  'Description',
  'Environment',
  'Events',
  'FunctionName',
  'Handler',
  'InlineCode',
  'MemorySize',
  'PackageType',
  'Policies',
  'Runtime',
  'Timeout',
  'Tracing',
  'VpcConfig',
  'AutoPublishAlias',
  'Tags',
];

const INSTEAD: Readonly<Record<string, string>> = {
  DeploymentPreference: '`apikit canary watch` shifts requests step by step (docs/canary.md).',
  EphemeralStorage: 'Write function.ephemeralStorage.',
  KmsKeyArn: 'Write encryption: { key: … }.',
  Layers: 'Install what the layers contain as packages of the project.',
  ProvisionedConcurrencyConfig: 'Write provisionedConcurrency.',
  ReservedConcurrentExecutions: 'Write function.reservedConcurrency.',
  Role: 'apikit creates the role: write what the code needs in function.permissions.',
  SnapStart: 'Write function.snapStart: true.',
};

function aboutFunctions(functions: readonly SamResource[]): Finding[] {
  return functions.flatMap(({ properties, place }): Finding[] => {
    const others = Object.keys(properties).filter((member) => !KEPT.includes(member));
    const timeout = Number(properties.Timeout ?? 3);
    return [
      ...others.map(
        (member): Finding => ({
          about: 'lost',
          place: place(member),
          says: `${member} is not in the project. ${INSTEAD[member] ?? 'apikit has no such setting for a function.'}`,
        }),
      ),
      ...(timeout > GATEWAY_TIMEOUT
        ? [
            {
              about: 'changes' as const,
              place: place('Timeout'),
              says: `API Gateway waits for ${GATEWAY_TIMEOUT} seconds, which the function gets instead of ${timeout}.`,
            },
          ]
        : []),
      ...Object.entries(objectOf(properties.Events)).flatMap(([name, value]): Finding[] => {
        const event = objectOf(value);
        if (isApiEvent(event)) return [];
        const type = String(event.Type);
        return [
          {
            about: 'lost',
            place: place('Events', name),
            says: `The function is also called by an event of type ${type}. ${OTHER_EVENTS[type] ?? 'apikit has no such event.'}`,
          },
        ];
      }),
    ];
  });
}

const OTHER_EVENTS: Readonly<Record<string, string>> = {
  DynamoDB: 'Write stream: { consumer: <file> } in the table.',
  SQS: 'Write queues with consumer: <file> (docs/events.md).',
};

/** Advice about resources of other types. `undefined` means that a project needs nothing in their place. */
const OTHER_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::Lambda::Permission': undefined,
  'AWS::Logs::LogGroup': undefined,
  'AWS::ApiGateway::Account': undefined,
  'AWS::S3::Bucket': 'Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.',
  'AWS::SQS::Queue': 'Write it in queues (docs/events.md).',
  'AWS::SNS::Topic': 'Grant sns:Publish on the topic that exists in function.permissions.',
  'AWS::Cognito::UserPool': 'Write it in userPools.',
  'AWS::Cognito::UserPoolClient': 'Write it in userPools: apikit creates the client.',
  'AWS::CloudWatch::Alarm': 'apikit creates alarms by itself: see alarms in apikit.yaml.',
  'AWS::CloudWatch::Dashboard': 'Write dashboard: true.',
  'AWS::IAM::Role': 'apikit creates the role: write what the code needs in function.permissions.',
  'AWS::Serverless::LayerVersion': 'Install what the layer contains as packages of the project.',
  'AWS::ApiGateway::DomainName': 'Write domain in the stage (docs/domains.md).',
  'AWS::ApiGateway::UsagePlan': 'Write it in usagePlans.',
  'AWS::ApiGateway::ApiKey': 'Create the key after the deploy, with `apikit keys create`.',
  'AWS::WAFv2::WebACL': 'Write waf.',
};

const MAPPED = [
  'AWS::Serverless::Function',
  'AWS::Serverless::Api',
  'AWS::Serverless::HttpApi',
  'AWS::Serverless::SimpleTable',
  'AWS::DynamoDB::Table',
];

/** Lists the parts of the template that are not in the project, without those of the serving functions. */
export function aboutTemplate(template: SamTemplate, functions: readonly SamResource[]): Finding[] {
  const { resources, unresolved, outputs } = template;
  const others = resources.flatMap((resource): Finding[] => {
    const { id, type, place } = resource;
    if (type === 'AWS::Serverless::Function') {
      if (functions.includes(resource)) return [];
      return [
        {
          about: 'lost',
          place: place(),
          says: `The function ${id} serves no operation, and is not in the project. Functions for streams and queues are consumers in apikit (docs/tables.md, docs/events.md).`,
        },
      ];
    }
    if (MAPPED.includes(type) || (Object.hasOwn(OTHER_TYPES, type) && OTHER_TYPES[type] === undefined)) return [];
    return [
      {
        about: 'lost',
        place: place(),
        says: `${id} (${type}) is not in the project. ${OTHER_TYPES[type] ?? 'Keep it in a template of its own, and grant what the code needs in function.permissions.'}`,
      },
    ];
  });
  const [api, ...otherApis] = apisOf(resources);
  return [
    ...others,
    ...otherApis.map(
      ({ id, place }): Finding => ({
        about: 'lost',
        place: place(),
        says: `${id} is a second API, and its settings are not in the project: a stage has one API.`,
      }),
    ),
    ...(api ? aboutApi(api) : []),
    ...unresolved.map(
      ({ place, what }): Finding => ({
        about: 'lost',
        place,
        says: `Only the account knows the value of ${what}. It is left out: write it in apikit.yaml, or pass --parameter if it is one of the template.`,
      }),
    ),
    ...(outputs.length > 0
      ? [
          {
            about: 'changes' as const,
            place: template.place('Outputs'),
            says: '`apikit status --output url` prints the URL of a stage, and the same with other names their ARNs.',
          },
        ]
      : []),
  ];
}

const OF_API = [
  'Auth',
  'BinaryMediaTypes',
  'Cors',
  'CorsConfiguration',
  'DefinitionBody',
  'DefinitionUri',
  'Description',
  'MinimumCompressionSize',
  'Name',
  'OpenApiVersion',
  'StageName',
  'Tags',
  'TracingEnabled',
  'FailOnWarnings',
];

const INSTEAD_OF_API: Readonly<Record<string, string>> = {
  AccessLogSetting: 'apikit writes an access log in its own format.',
  CacheClusterEnabled: 'Write cache in the stage.',
  CacheClusterSize: 'Write cache in the stage.',
  Domain: 'Write domain in the stage (docs/domains.md).',
  EndpointConfiguration: 'Write endpoint.',
  GatewayResponses: "All errors of API Gateway have apikit's envelope.",
  MethodSettings: 'Write throttle, logging and metrics in apikit.yaml.',
  Variables: 'Write variables.',
};

function aboutApi({ properties, place }: SamResource): Finding[] {
  return Object.keys(properties)
    .filter((member) => !OF_API.includes(member))
    .map(
      (member): Finding => ({
        about: 'lost',
        place: place(member),
        says: `${member} of the API is not in the project. ${INSTEAD_OF_API[member] ?? 'apikit has no such setting.'}`,
      }),
    );
}

/** The functions that serve operations, by the events or by the integrations of the document. */
export function servingFunctions(resources: readonly SamResource[], called: readonly string[]): SamResource[] {
  return resources.filter(
    (resource) =>
      resource.type === 'AWS::Serverless::Function' && (apiEvents(resource).length > 0 || called.includes(resource.id)),
  );
}

/** The document that the API has itself: inline, or in a file beside the template. */
export function definitionOf(api: SamResource | undefined): { inline: Json } | { file: string } | undefined {
  const { DefinitionBody, DefinitionUri } = api?.properties ?? {};
  if (Object.keys(objectOf(DefinitionBody)).length > 0) return { inline: objectOf(DefinitionBody) };
  const file = textOf(DefinitionUri);
  return file === undefined || file.startsWith('s3://') ? undefined : { file };
}

/** The code that the template itself contains: Lambda names its file `index`. */
export function inlineCode({ properties }: SamResource): CodeFiles | undefined {
  const text = textOf(properties.InlineCode);
  if (text === undefined) return undefined;
  const isModule = /^\s*(?:import|export)\b/m.test(text);
  const ending = String(properties.Runtime).startsWith('python') ? 'py' : isModule ? 'mjs' : 'js';
  return new Map([[`index.${ending}`, new TextEncoder().encode(text)]]);
}

/** The folder of the code, relative to the template. Throws `CodeNotFound` for code that is not in a folder. */
export function codeFolder({ id, properties, place }: SamResource): string {
  const uri = textOf(properties.CodeUri) ?? (properties.CodeUri === undefined ? '.' : undefined);
  const isZip = uri?.endsWith('.zip') === true || uri?.startsWith('s3://') === true;
  if (uri === undefined || isZip || properties.PackageType === 'Image') {
    throw new ApikitError(
      'CodeNotFound',
      `${place()}: the code of ${id} is not in a folder beside the template. Nothing was written.`,
      {
        exitCode: EXIT.usage,
        hint: 'Put the code into a folder, and name it in CodeUri.',
      },
    );
  }
  return uri.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
}
