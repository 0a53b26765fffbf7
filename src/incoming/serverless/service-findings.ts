/** The report about the parts of a service that are not in the project. Pure. */
import type { Path } from '../../config/problem.ts';
import { objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers, type Members } from '../lost-members.ts';
import type { Service, ServiceFunction } from './read-service.ts';

/** Members of a function that are in the project, or that mean nothing there. */
const OF_FUNCTION = [
  'handler',
  'name',
  'description',
  'runtime',
  'memorySize',
  'timeout',
  'architecture',
  'environment',
  'events',
  'vpc',
  'layers',
  'tracing',
  'package',
  'image',
  'ephemeralStorageSize',
  'reservedConcurrency',
  'iamRoleStatements',
  'iamRoleStatementsInherit',
  'versionFunction',
  'condition',
  'dependsOn',
];

const INSTEAD_OF_FUNCTION: Readonly<Record<string, string>> = {
  url: 'Write api: url, if the function URL is to be the front door of the stage (docs/front-doors.md).',
  role: 'apikit creates the role: write what the code needs in function.permissions.',
  provisionedConcurrency: 'Write provisionedConcurrency.',
  onError: 'It only affects asynchronous calls. Write a queue for failures at the consumer (docs/tables.md).',
  maximumRetryAttempts: 'It only affects asynchronous calls.',
  maximumEventAge: 'It only affects asynchronous calls.',
  logRetentionInDays: 'Write logs: { retentionDays: … }.',
  tags: 'Write tags, for everything in a stage.',
  destinations: 'They only affect asynchronous calls. Let the code send to a queue or a topic (docs/events.md).',
  kmsKeyArn: 'Write encryption: { key: … }.',
  awsKmsKeyArn: 'Write encryption: { key: … }.',
  snapStart: 'Write function.snapStart: true.',
  fileSystemConfig: 'Keep data in a table or a bucket (docs/function.md).',
  logs: 'Write function.logging.',
};

export const aboutServiceFunction = (service: Service, { name, settings, path }: ServiceFunction): Finding[] =>
  lostMembers(
    Object.keys(settings),
    { kept: OF_FUNCTION, instead: INSTEAD_OF_FUNCTION },
    (member) => service.place(...path, member),
    ` of ${name}`,
  );

/** Members of the file that are in the project, or that only the framework needs. */
const OF_SERVICE = [
  'app',
  'configValidationMode',
  'console',
  'custom',
  'deprecationNotificationMode',
  'disabledDeprecations',
  'enableLocalInstallationFallback',
  'framework',
  'frameworkVersion',
  'functions',
  'licenseKey',
  'org',
  'package',
  'params',
  'plugins',
  'provider',
  'projectDir',
  'resources',
  'service',
  'stages',
  'tenant',
  'unresolvedVariablesNotificationMode',
  'useDotenv',
  'variablesResolutionMode',
];

const INSTEAD_OF_SERVICE: Readonly<Record<string, string>> = {
  layers: 'Write the folder of each layer in function.layers (docs/function.md).',
  outputs: '`apikit status --output url` prints the URL of a stage.',
  build: 'apikit bundles the code itself (docs/handlers.md).',
  stepFunctions: 'Write stateMachines (docs/events.md).',
  constructs: 'Keep them in a template of their own.',
  appSync: 'apikit has no GraphQL APIs.',
  state: 'Nothing else reads it.',
};

/** Members of the provider that are in the project, or that only the framework needs. */
const OF_PROVIDER = [
  'name',
  'runtime',
  'stage',
  'region',
  'profile',
  'memorySize',
  'timeout',
  'architecture',
  'environment',
  'vpc',
  'layers',
  'tracing',
  'tags',
  'iam',
  'iamRoleStatements',
  'apiGateway',
  'httpApi',
  'usagePlan',
  'resourcePolicy',
  'endpointType',
  'vpcEndpointIds',
  'logRetentionInDays',
  'apiName',
  'stackName',
  'stackTags',
  'stackParameters',
  'stackPolicy',
  'deploymentBucket',
  'deploymentPrefix',
  'deploymentMethod',
  'disableRollback',
  'lambdaHashingVersion',
  'versionFunctions',
  'rollbackConfiguration',
  'cfnRole',
  'notificationArns',
  'disableDefaultOutputExportNames',
  'buildOptions',
  'build',
  'eventBridge',
  's3',
];

const INSTEAD_OF_PROVIDER: Readonly<Record<string, string>> = {
  apiKeys: 'Create them after the deploy, with `apikit keys create`.',
  logs: 'Write logging, dataTrace or logs.',
  kmsKeyArn: 'Write encryption: { key: … }.',
  role: 'apikit creates the role: write what the code needs in function.permissions.',
  rolePermissionsBoundary: 'Write function.role.permissionsBoundary.',
  ecr: 'apikit deploys no container images.',
  websocketsApiRouteSelectionExpression: 'apikit has no WebSocket APIs.',
  alb: 'apikit deploys to API Gateway.',
  provisionedConcurrency: 'Write provisionedConcurrency.',
  snapStart: 'Write function.snapStart: true.',
};

/** Members of `provider.apiGateway` and `provider.httpApi` that are in the project, or only for the framework. */
const OF_API = [
  'binaryMediaTypes',
  'cors',
  'authorizers',
  'minimumCompressionSize',
  'metrics',
  'payload',
  'resourcePolicy',
  'shouldStartNameWithService',
  'usagePlan',
  'description',
  'name',
  'timeout',
  'useProviderTags',
  'disableDefaultEndpoint',
];

const INSTEAD_OF_API: Readonly<Record<string, string>> = {
  apiKeys: INSTEAD_OF_PROVIDER.apiKeys!,
  restApiId: 'The stage has an API of its own. To take the existing one over, use `apikit adopt` (docs/adopt.md).',
  restApiRootResourceId: 'The stage has an API of its own.',
  restApiResources: 'The stage has an API of its own.',
  id: 'The stage has an API of its own. To take the existing one over, use `apikit adopt` (docs/adopt.md).',
  apiKeySourceType: 'Write an authorizer that reads the key: `apikit add authorizer partner --type request`.',
  request: 'Write the schemas in openapi.yaml.',
  websocketApiId: 'apikit has no WebSocket APIs.',
};

/** Members of the role of the provider. Its name and its path are those of apikit. */
const OF_ROLE = ['statements', 'managedPolicies', 'name', 'path', 'tags'];

const INSTEAD_OF_ROLE: Readonly<Record<string, string>> = {
  permissionsBoundary: INSTEAD_OF_PROVIDER.rolePermissionsBoundary!,
  permissionBoundary: INSTEAD_OF_PROVIDER.rolePermissionsBoundary!,
};

/** Sections of CloudFormation that the resources need, and those that only describe them. */
const OF_RESOURCES = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
];

const INSTEAD_OF_RESOURCES: Readonly<Record<string, string>> = {
  extensions: 'apikit makes the resources that the framework makes by itself, each from a setting of its own.',
};

export function aboutService(service: Service): Finding[] {
  const lost = (path: Path, members: Members, whose = '') =>
    lostMembers(service.keys(path), members, (member) => service.place(...path, member), whose);
  const ofApi = { kept: OF_API, instead: INSTEAD_OF_API };
  const ofResources = { kept: OF_RESOURCES, instead: INSTEAD_OF_RESOURCES };
  return [
    ...lost([], { kept: OF_SERVICE, instead: INSTEAD_OF_SERVICE }),
    ...lost(['provider'], { kept: OF_PROVIDER, instead: INSTEAD_OF_PROVIDER }, ' of the provider'),
    ...lost(['provider', 'apiGateway'], ofApi, ' of the API'),
    ...lost(['provider', 'httpApi'], ofApi, ' of the API'),
    ...aboutRole(service),
    ...['apiGateway', 'httpApi'].flatMap((api) => aboutEndpoint(service, ['provider', api, 'disableDefaultEndpoint'])),
    ...service.resources.flatMap((path) => [
      ...lost(path, ofResources, ' of resources'),
      ...aboutOutputs(service, path),
    ]),
    ...aboutPlugins(service),
  ];
}

/** The role is the ARN of one that exists, or a map of settings. */
function aboutRole(service: Service): Finding[] {
  const path = ['provider', 'iam', 'role'];
  const members = service.keys(path);
  const isArn = textOf(service.at(path)) !== undefined || members.some((name) => /^(?:Ref$|Fn::)/.test(name));
  if (isArn) return [{ about: 'lost', place: service.place(...path), says: INSTEAD_OF_FUNCTION.role! }];
  const ofRole = { kept: OF_ROLE, instead: INSTEAD_OF_ROLE };
  return lostMembers(members, ofRole, (member) => service.place(...path, member), ' of the role');
}

function aboutEndpoint(service: Service, path: Path): Finding[] {
  if (service.at(path) !== true) return [];
  const says = 'The URL of API Gateway works again. Write domain in the stage and endpoint: { executeApi: false }.';
  return [{ about: 'lost', place: service.place(...path), says }];
}

function aboutOutputs(service: Service, path: Path): Finding[] {
  if (!service.keys(path).includes('Outputs')) return [];
  const says = '`apikit status --output url` prints the URL of a stage, and the same with other names their ARNs.';
  return [{ about: 'changes', place: service.place(...path, 'Outputs'), says }];
}

/** Plugins whose work apikit does itself, and which a project needs no more. */
const DONE: Readonly<Record<string, string>> = {
  'serverless-offline': '`apikit dev` runs the API on this machine.',
  'serverless-dynamodb-local': '`apikit dev` has the tables.',
  'serverless-dynamodb': '`apikit dev` has the tables.',
  'serverless-esbuild': 'apikit bundles the code itself.',
  'serverless-webpack': 'apikit bundles the code itself. It reads no settings of webpack (docs/handlers.md).',
  'serverless-bundle': 'apikit bundles the code itself.',
  'serverless-plugin-typescript': 'apikit bundles TypeScript itself.',
  'serverless-plugin-optimize': 'apikit bundles the code itself.',
  'serverless-python-requirements': 'apikit installs requirements.txt itself.',
  'serverless-prune-plugin': 'apikit keeps as many releases as keepReleases says.',
  'serverless-iam-roles-per-function': 'The statements of the functions are in function.permissions, together.',
  'serverless-pseudo-parameters': 'Their values are placeholders of apikit.yaml.',
  'serverless-plugin-common-excludes': 'apikit packs only what the code imports.',
  'serverless-reqvalidator-plugin': 'API Gateway checks requests by the schemas of openapi.yaml.',
  'serverless-add-api-key': 'Create keys after the deploy, with `apikit keys create`.',
};

const INSTEAD_OF_PLUGIN: Readonly<Record<string, string>> = {
  'serverless-domain-manager': 'Write domain in the stage (docs/domains.md).',
  'serverless-dotenv-plugin': 'Write the variables in function.environment, and secrets in function.secrets.',
  'serverless-plugin-warmup': 'Write provisionedConcurrency.',
  'serverless-plugin-canary-deployments': '`apikit canary watch` shifts requests step by step (docs/canary.md).',
  'serverless-step-functions': 'Write stateMachines (docs/events.md).',
  'serverless-apigateway-service-proxy': 'Write an integration of the operation (docs/events.md).',
  'serverless-associate-waf': 'Write waf (docs/waf.md).',
  'serverless-plugin-aws-alerts': 'apikit creates alarms by itself: see alarms in apikit.yaml.',
  'serverless-wsgi': 'Write a handler that calls the WSGI application, and name it in function.handler.',
  'serverless-openapi-documentation': 'Write what it documents in openapi.yaml.',
  'serverless-apigw-binary': 'Write binaryMediaTypes.',
  'serverless-plugin-split-stacks': 'apikit has no stacks with a limit.',
};

function aboutPlugins(service: Service): Finding[] {
  const written = service.at(['plugins']);
  const path = Array.isArray(written) ? ['plugins'] : ['plugins', 'modules'];
  const names = Array.isArray(written) ? written : objectOf(written).modules;
  return (Array.isArray(names) ? names : []).map((name, index): Finding => {
    const place = service.place(...path, index);
    const done = own(DONE, String(name));
    if (done !== undefined) return { about: 'stays', place, says: `The project needs no ${String(name)}: ${done}` };
    const says = `The plugin ${String(name)} is not in the project. ${own(INSTEAD_OF_PLUGIN, String(name)) ?? 'See what it does for the service, and write that in apikit.yaml or in the code.'}`;
    return { about: 'lost', place, says };
  });
}
