/** The report about a template: the parts that are not in the project, and what to write instead. Pure. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { CONSUMER_TIMEOUT } from '../../config/queues.ts';
import { listOf, objectOf, own } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers } from '../lost-members.ts';
import { tableWord } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';
import { aboutConsumers, type Consumer, isDisabled } from './template-consumers.ts';
import { isApiEvent } from './template-contract.ts';
import { apisOf } from './template-resources.ts';

/** Members that are in the project, or that mean nothing there. */
const KEPT = [
  'Architectures',
  'CodeUri',
  'Description',
  'Environment',
  'EphemeralStorage',
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
  KmsKeyArn: 'Write encryption: { key: … }.',
  Layers:
    'Install what the layers contain as packages of the project, or write their ARNs under function.layers in apikit.yaml.',
  ProvisionedConcurrencyConfig: 'Write provisionedConcurrency.',
  ReservedConcurrentExecutions: 'Write function.reservedConcurrency.',
  Role: 'apikit creates the role: write what the code needs in function.permissions.',
  SnapStart: 'Write function.snapStart: true.',
};

export const isNumeric = (value: unknown): boolean => value !== undefined && Number.isFinite(Number(value));

/** The layers of a function whose ARN with the version is in the template. */
export const layersOf = ({ properties }: TemplateResource): string[] =>
  listOf(properties.Layers).filter(
    (layer): layer is string =>
      typeof layer === 'string' && /^arn:[\w-]+:lambda:[\w-]+:\d{12}:layer:[\w-]+:\d+$/.test(layer),
  );

export const hasNetwork = ({ properties }: TemplateResource): boolean =>
  Array.isArray(objectOf(properties.VpcConfig).SubnetIds);

/** `all` are the functions of the project, and `serving` those of them that serve operations. */
export function aboutFunctions(
  all: readonly TemplateResource[],
  serving: readonly TemplateResource[],
  consumers: readonly Consumer[],
): Finding[] {
  const ofFunctions = all.flatMap((fn): Finding[] => {
    const { properties, place } = fn;
    const kept = [
      ...KEPT,
      ...(layersOf(fn).length === listOf(properties.Layers).length ? ['Layers'] : []),
      ...(serving.length === 1 && serving.includes(fn) ? ['ReservedConcurrentExecutions'] : []),
    ];
    const consuming = consumers.filter((one) => one.fn === fn);
    return [
      ...unreadable(fn),
      ...lostMembers(Object.keys(properties), { kept, instead: INSTEAD }, (member) => place(member)),
      ...aboutTimeout(fn, serving.includes(fn), consuming.length > 0),
      ...otherEvents(
        fn,
        consuming.map(({ event }) => event),
      ),
    ];
  });
  return [...ofFunctions, ...aboutConsumers(consumers), ...aboutDifferences(all), ...aboutLayers(all)];
}

function unreadable({ properties, place }: TemplateResource): Finding[] {
  return ['MemorySize', 'Timeout']
    .filter((member) => properties[member] !== undefined && !isNumeric(properties[member]))
    .map((member) => {
      const says = `${String(properties[member])} is not a number. The project has the default of Lambda: write ${member === 'Timeout' ? 'function.timeout' : 'function.memory'}.`;
      return { about: 'lost', place: place(member), says };
    });
}

function aboutTimeout({ properties, place }: TemplateResource, serves: boolean, consumes: boolean): Finding[] {
  const timeout = Number(properties.Timeout ?? 3);
  const changes = (says: string): Finding[] => [{ about: 'changes', place: place('Timeout'), says }];
  if (serves && timeout > GATEWAY_TIMEOUT)
    return changes(`API Gateway waits for ${GATEWAY_TIMEOUT} seconds, which the function gets instead of ${timeout}.`);
  if (consumes && timeout > CONSUMER_TIMEOUT)
    return changes(
      `A consumer may run for ${CONSUMER_TIMEOUT} seconds, and not for ${timeout}. Let it take fewer messages at once.`,
    );
  return [];
}

/** The settings that the functions can only have together, because they become one, and their defaults. */
const COMMON: Readonly<Record<string, unknown>> = {
  Architectures: ['x86_64'],
  Runtime: undefined,
  VpcConfig: undefined,
};

function aboutDifferences(all: readonly TemplateResource[]): Finding[] {
  return Object.entries(COMMON).flatMap(([member, usual]) => {
    const shown = ({ properties }: TemplateResource) => JSON.stringify(properties[member] ?? usual);
    const one = (member === 'VpcConfig' ? all.find(hasNetwork) : undefined) ?? all[0];
    const others = all.filter((fn) => one && shown(fn) !== shown(one));
    return others.map(({ id, place }): Finding => {
      const says = `${member} of ${id} differs from that of ${one!.id}, which the project has for all functions.`;
      return { about: 'changes', place: place(member), says };
    });
  });
}

/** Lambda's limit (docs/aws/quotas.md). */
export const MOST_LAYERS = 5;

function aboutLayers(all: readonly TemplateResource[]): Finding[] {
  const layers = [...new Set(all.flatMap(layersOf))];
  const [first] = all.filter((fn) => layersOf(fn).length > 0);
  if (!first || layers.length <= MOST_LAYERS) return [];
  const says = `The functions have ${layers.length} layers together, and Lambda accepts ${MOST_LAYERS}. None is in the project. ${INSTEAD.Layers}`;
  return [{ about: 'lost', place: first.place('Layers'), says }];
}

/** The events of the function that the project does not have. `mapped` are the names of those that it has. */
function otherEvents({ properties, place }: TemplateResource, mapped: readonly string[]): Finding[] {
  return Object.entries(objectOf(properties.Events)).flatMap(([name, value]): Finding[] => {
    const event = objectOf(value);
    if (isApiEvent(event) || mapped.includes(name)) return [];
    const type = String(event.Type);
    const says = isDisabled(objectOf(event.Properties))
      ? `The event of type ${type} is disabled, and is not in the project.`
      : `The function is also called by an event of type ${type}. ${own(OTHER_EVENTS, type) ?? 'apikit has no such event.'}`;
    return [{ about: 'lost', place: place('Events', name), says }];
  });
}

const OTHER_EVENTS: Readonly<Record<string, string>> = {
  DynamoDB: 'Write stream: { consumer: <file> } in the table.',
  SQS: 'Write queues with consumer: <file> (docs/events.md).',
  SNS: 'Write topics with consumer: <file> (docs/events.md).',
  EventBridgeRule: 'A REST API has eventRules with consumer: <file> (docs/events.md).',
};

/** Advice about resources of other types. `undefined` means that a project needs nothing in their place. */
const OTHER_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::Lambda::Permission': undefined,
  'AWS::Logs::LogGroup': undefined,
  'AWS::ApiGateway::Account': undefined,
  'AWS::S3::Bucket': 'Write it in buckets (docs/uploads.md), or grant an existing one in function.permissions.',
  'AWS::SQS::QueuePolicy': undefined,
  'AWS::SNS::TopicPolicy': undefined,
  'AWS::SNS::Subscription': undefined,
  'AWS::Cognito::UserPool': 'Write it in userPools.',
  'AWS::Cognito::UserPoolClient': 'Write it in userPools: apikit creates the client.',
  'AWS::CloudWatch::Alarm': 'apikit creates alarms by itself: see alarms in apikit.yaml.',
  'AWS::CloudWatch::Dashboard': 'Write dashboard: true.',
  'AWS::IAM::Role': 'apikit creates the role: write what the code needs in function.permissions.',
  'AWS::Serverless::LayerVersion': 'Install what the layer contains as packages of the project.',
  'AWS::ApiGateway::DomainName': 'Write domain in the stage (docs/domains.md).',
  'AWS::ApiGateway::GatewayResponse': "All errors of API Gateway have apikit's envelope, and cors.",
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
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
];

/** Lists the parts of the template that are not in the project. `functions` are those that are in it. */
export function aboutTemplate(
  { resources, unresolved, givenBy, findings }: Template,
  functions: readonly TemplateResource[],
  consumers: readonly Consumer[],
): Finding[] {
  const streamed = consumers.filter(({ section }) => section === 'tables').map(({ name }) => name);
  const others = resources.flatMap((resource): Finding[] => {
    const { id, type, properties, place } = resource;
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
    if (properties.StreamSpecification !== undefined && !streamed.includes(tableWord(id))) {
      const says = 'A stream belongs to its consumer in apikit: write stream: { consumer: <file> } in the table.';
      return [{ about: 'lost', place: place('StreamSpecification'), says }];
    }
    if (MAPPED.includes(type) || (Object.hasOwn(OTHER_TYPES, type) && own(OTHER_TYPES, type) === undefined)) return [];
    return [
      {
        about: 'lost',
        place: place(),
        says: `${id} (${type}) is not in the project. ${own(OTHER_TYPES, type) ?? 'Keep it in a template of its own, and grant what the code needs in function.permissions.'}`,
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
      ({ place, why }): Finding => ({
        about: 'lost',
        place,
        says: `${why} It is left out: write it in apikit.yaml, ${givenBy}.`,
      }),
    ),
    ...findings,
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
  'Models',
  'Name',
  'OpenApiVersion',
  'PayloadFormatVersion',
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

const aboutApi = ({ properties, place }: TemplateResource): Finding[] =>
  lostMembers(
    Object.keys(properties),
    { kept: OF_API, instead: INSTEAD_OF_API },
    (member) => place(member),
    ' of the API',
  );
