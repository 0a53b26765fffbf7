/** The events of a function of the Serverless Framework in the words of SAM. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import type { Service, ServiceFunction } from './read-service.ts';
import { type AuthorizerUse, authorizerOfHttp, authorizerOfRest } from './service-authorizers.ts';

export type ApiKind = 'http' | 'httpApi';

export interface ServiceEvent {
  /** Its name among the events of SAM. */
  readonly name: string;
  readonly event: Json;
  readonly path: Path;
  readonly authorizer?: AuthorizerUse;
  /** The `cors` of an event of a REST API. */
  readonly cors?: unknown;
}

export interface ServiceEvents {
  readonly events: readonly ServiceEvent[];
  readonly findings: readonly Finding[];
}

/** The form of API that most events are for. A stage has one API. */
export function apiKind(service: Service): ApiKind {
  const kinds = service.functions.flatMap((fn) => eventsIn(service, fn).map(({ kind }) => kind));
  const number = (kind: ApiKind) => kinds.filter((each) => each === kind).length;
  return number('httpApi') > number('http') ? 'httpApi' : 'http';
}

interface WrittenEvent {
  readonly kind: string;
  readonly value: unknown;
  /** Its place in the list of events. */
  readonly index: number;
}

function eventsIn(service: Service, fn: ServiceFunction): WrittenEvent[] {
  const path = [...fn.path, 'events'];
  return service.indexes(path).flatMap((index): WrittenEvent[] => {
    const event = service.at([...path, index]);
    const [kind, value] = isObject(event) ? (Object.entries(event)[0] ?? []) : [textOf(event)];
    return kind === undefined ? [] : [{ kind, value, index }];
  });
}

export function eventsOf(service: Service, fn: ServiceFunction, kind: ApiKind): ServiceEvents {
  const written = eventsIn(service, fn);
  const requests = written.filter((event) => event.kind === kind).length;
  const findings: Finding[] = [];
  const events = written.flatMap((one): ServiceEvent[] => {
    const path = [...fn.path, 'events', one.index];
    const place = service.place(...path);
    const lost = (says: string) => findings.push({ about: 'lost', place, says });
    if (one.kind === kind) return requestEvent(service, fn, one, path, requests > 1, lost);
    const other = own(OTHERS, one.kind);
    if (other) return [{ name: `${one.kind}${one.index}`, event: other(one.value), path }];
    if (one.kind === 'http' || one.kind === 'httpApi')
      lost(
        `A stage has one API, and the others of this service are of the kind ${kind}. Write the operation in openapi.yaml.`,
      );
    else
      lost(
        `The function is also called by an event of type ${one.kind}. ${own(ADVICE, one.kind) ?? 'apikit has no such event.'}`,
      );
    return [];
  });
  return { events, findings };
}

/** Settings of an event that are in the project, or that mean nothing there. */
const KEPT = [
  'path',
  'method',
  'cors',
  'private',
  'authorizer',
  'request',
  'operationId',
  'documentation',
  'integration',
  'async',
  'summary',
  'description',
  'tags',
];

function requestEvent(
  service: Service,
  fn: ServiceFunction,
  { kind, value, index }: WrittenEvent,
  path: Path,
  several: boolean,
  lost: (says: string) => void,
): ServiceEvent[] {
  const settings = routeOf(value);
  const { path: route, method } = settings;
  if (route === undefined || method === undefined) {
    lost('The path or the method of the event is not known. Write the operation in openapi.yaml.');
    return [];
  }
  // A guard of the operation may be a variable without a value. Then nobody passes.
  const members = service.keys([...path, kind]);
  const isUnknown = (member: string) => settings[member] === undefined && members.includes(member);
  const written = isUnknown('authorizer') ? {} : settings.authorizer;
  const authorizer = kind === 'http' ? authorizerOfRest(written, service) : authorizerOfHttp(written, service);
  const integration = String(settings.integration ?? 'lambda-proxy')
    .replace('_', '-')
    .toLowerCase();
  if (!['lambda-proxy', 'aws-proxy'].includes(integration))
    lost(
      `The integration ${integration} is not in the project: the function gets the whole request, and returns statusCode and body.`,
    );
  if (settings.async === true)
    lost('API Gateway waits for the function. To answer at once, let a queue take the body (docs/events.md).');
  for (const member of Object.keys(objectOf(value)).filter((each) => !KEPT.includes(each)))
    lost(`${member} of the event is not in the project. apikit has no such setting.`);
  const { parameters, schemas, ...request } = objectOf(settings.request);
  if (request.template !== undefined || request.passThrough !== undefined)
    lost('The templates of the request are not in the project: the function gets the whole request.');
  const schema = schemaOf(service, objectOf(schemas ?? request.schema), lost);
  const name = `${kind}${index}`;
  const eventOn = (at: string, suffix: string): ServiceEvent => ({
    name: `${name}${suffix}`,
    path,
    cors: settings.cors,
    ...(authorizer && { authorizer }),
    event: {
      Type: kind === 'http' ? 'Api' : 'HttpApi',
      Properties: {
        Path: at,
        Method: method,
        OperationId: textOf(settings.operationId) ?? operationId(fn.name, (several ? `${method}-${at}` : '') + suffix),
        Auth: {
          ...(authorizer && { Authorizer: authorizer.name, AuthorizationScopes: authorizer.scopes }),
          ...((isUnknown('private') || !NOT_PRIVATE.includes(settings.private)) && { ApiKeyRequired: true }),
        },
        ...(isObject(parameters) && { RequestParameters: parametersOf(parameters) }),
        ...(schema && { RequestModel: { Model: schemaName(fn.name, name), Required: true }, schema }),
      },
    },
  });
  // The route for everything has the path of the API itself, too.
  return settings.everything ? [eventOn(route, ''), eventOn('/', '-root')] : [eventOn(route, '')];
}

const NOT_PRIVATE: readonly unknown[] = [undefined, null, false, 'false'];

/** The schema of the bodies: written here, or by the name that the service gives it. */
function schemaOf(service: Service, schemas: Json, lost: (says: string) => void): Json | undefined {
  for (const type of Object.keys(schemas).filter((each) => each !== 'application/json'))
    lost(`The schema of ${type} is not in the project. Write it in openapi.yaml.`);
  const written = schemas['application/json'];
  if (written === undefined || written === null) return undefined;
  const all = objectOf(service.at(['provider', 'apiGateway', 'request', 'schemas']));
  const model = typeof written === 'string' ? own(all, written) : written;
  const schema = isObject(model) && isObject(model.schema) ? model.schema : model;
  if (isObject(schema)) return schema;
  lost(`The schema of the body, ${String(written)}, is not in the files. Write it in openapi.yaml.`);
  return undefined;
}

/** The name of the model that only this event uses. */
export const schemaName = (fn: string, event: string): string => `${fn} ${event}`;

interface Route extends Json {
  /** Absent if nothing tells it. */
  readonly path: string | undefined;
  readonly method: string | undefined;
  /** Whether it is the route for all paths. */
  readonly everything: boolean;
}

/** `GET /users`, `GET users`, `*`, or a map. */
function routeOf(value: unknown): Route {
  const text = textOf(value)?.trim();
  const settings = objectOf(value);
  const words = text === '*' ? ['*', '*'] : text?.split(/\s+/);
  const [method, path] = words ?? [textOf(settings.method), textOf(settings.path)];
  const isAny = path === '*' || method === '*';
  return {
    ...settings,
    method: isAny ? 'any' : method?.toLowerCase(),
    path: path === '*' ? '/{proxy+}' : path?.replace(/^\/*/, '/'),
    everything: path === '*',
  };
}

/** `get-user` and `GET /users/{id}` → `getUserGetUsersId` */
function operationId(fn: string, suffix: string): string {
  const words = `${fn}-${suffix}`.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const [first = 'operation', ...rest] = words;
  return [
    first.charAt(0).toLowerCase() + first.slice(1),
    ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('');
}

const LOCATIONS: Readonly<Record<string, string>> = { querystrings: 'querystring', headers: 'header' };

/** The framework's map of names to whether they are required, as SAM's list. */
function parametersOf(parameters: Json): Json[] {
  return Object.entries(LOCATIONS).flatMap(([member, location]) =>
    Object.entries(objectOf(parameters[member])).map(([name, settings]) => ({
      [`method.request.${location}.${name}`]: { Required: settings === true || objectOf(settings).required === true },
    })),
  );
}

/** Events that SAM also has. */
const OTHERS: Readonly<Record<string, (value: unknown) => Json>> = {
  sqs: (value) => ofArn('SQS', 'Queue', value),
  sns: (value) => ofArn('SNS', 'Topic', value),
  stream: ofStream,
  schedule: () => ({ Type: 'Schedule' }),
  s3: () => ({ Type: 'S3' }),
  eventBridge: (value) => {
    const { pattern, eventBus, schedule, ...others } = objectOf(value);
    if (schedule !== undefined) return { Type: 'Schedule' };
    return { Type: 'EventBridgeRule', Properties: { Pattern: pattern, EventBusName: eventBus, ...inSam(others) } };
  },
  cloudwatchEvent: (value) => {
    const { event, ...others } = objectOf(value);
    return { Type: 'CloudWatchEvent', Properties: { Pattern: event, ...inSam(others) } };
  },
};

/** The words of SAM for settings of the framework that have another name there. */
const IN_SAM: Readonly<Record<string, string>> = {
  filterPatterns: 'FilterCriteria',
  functionResponseType: 'FunctionResponseTypes',
  maximumBatchingWindow: 'MaximumBatchingWindowInSeconds',
  batchWindow: 'MaximumBatchingWindowInSeconds',
};

const inSam = (settings: Json): Json =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      own(IN_SAM, key) ?? key.charAt(0).toUpperCase() + key.slice(1),
      value,
    ]),
  );

/** The events of queues, topics and streams are an ARN, or a map with one. */
function ofArn(Type: string, member: string, value: unknown): Json {
  const settings = objectOf(value);
  const isFunction = Object.keys(settings).some((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (isFunction || textOf(value) !== undefined) return { Type, Properties: { [member]: value } };
  const { arn, type, ...others } = settings;
  return { Type, Properties: { [member]: arn, ...inSam(others) } };
}

/** The framework takes 10 records of a stream at once, and begins at the oldest. */
function ofStream(value: unknown): Json {
  const isKinesis = objectOf(value).type === 'kinesis' || /:kinesis:/.test(textOf(value) ?? '');
  const { Type, Properties } = ofArn(isKinesis ? 'Kinesis' : 'DynamoDB', 'Stream', value);
  return { Type, Properties: { BatchSize: 10, StartingPosition: 'TRIM_HORIZON', ...objectOf(Properties) } };
}

const ADVICE: Readonly<Record<string, string>> = {
  websocket: 'apikit has no WebSocket APIs.',
  alb: 'apikit deploys to API Gateway: write the operation in openapi.yaml.',
  cloudFront: 'apikit has no functions at the edge.',
};
