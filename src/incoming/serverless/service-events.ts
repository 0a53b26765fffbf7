/** The events of a function of the Serverless Framework in the words of SAM. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, objectOf, textOf } from '../../contract/model/json.ts';
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
  /** What a REST API's event says about CORS. */
  readonly cors?: unknown;
}

export interface ServiceEvents {
  readonly events: readonly ServiceEvent[];
  readonly findings: readonly Finding[];
}

/** The form of API that most events are for. A stage has one API. */
export function apiKind(service: Service): ApiKind {
  const kinds = service.functions.flatMap(({ settings }) => eventsIn(settings).map(({ kind }) => kind));
  const number = (kind: ApiKind) => kinds.filter((each) => each === kind).length;
  return number('httpApi') > number('http') ? 'httpApi' : 'http';
}

interface WrittenEvent {
  readonly kind: string;
  readonly value: unknown;
  readonly index: number;
}

const eventsIn = ({ events }: Json): WrittenEvent[] =>
  (Array.isArray(events) ? events : []).flatMap((event, index): WrittenEvent[] => {
    const [kind, value] = isObject(event) ? (Object.entries(event)[0] ?? []) : [];
    return kind === undefined ? [] : [{ kind, value, index }];
  });

export function eventsOf(service: Service, fn: ServiceFunction, kind: ApiKind): ServiceEvents {
  const written = eventsIn(fn.settings);
  const requests = written.filter((event) => event.kind === kind).length;
  const findings: Finding[] = [];
  const events = written.flatMap((one): ServiceEvent[] => {
    const path = [...fn.path, 'events', one.index];
    const place = service.place(...path);
    const lost = (says: string) => findings.push({ about: 'lost', place, says });
    if (one.kind === kind) return [requestEvent(service, fn, one, path, requests > 1, lost)];
    const other = OTHERS[one.kind];
    if (other) return [{ name: `${one.kind}${one.index}`, event: other(one.value), path }];
    if (one.kind === 'http' || one.kind === 'httpApi')
      lost(
        `A stage has one API, and the others of this service are of the kind ${kind}. Write the operation in openapi.yaml.`,
      );
    else
      lost(
        `The function is also called by an event of type ${one.kind}. ${ADVICE[one.kind] ?? 'apikit has no such event.'}`,
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
): ServiceEvent {
  const settings = routeOf(value);
  const { path: route, method } = settings;
  const authorizer =
    kind === 'http' ? authorizerOfRest(settings.authorizer, service) : authorizerOfHttp(settings.authorizer, service);
  const integration = String(settings.integration ?? 'lambda-proxy')
    .replace('_', '-')
    .toLowerCase();
  if (!['lambda-proxy', 'aws-proxy'].includes(integration))
    lost(
      `The integration ${integration} is not in the project: the function gets the whole request, and returns statusCode and body.`,
    );
  if (settings.async === true)
    lost('API Gateway waits for the function. To answer at once, let a queue take the body (docs/events.md).');
  for (const member of Object.keys(settings).filter((each) => !KEPT.includes(each)))
    lost(`${member} of the event is not in the project. apikit has no such setting.`);
  const { parameters, schemas, ...request } = objectOf(settings.request);
  if (request.template !== undefined || request.passThrough !== undefined)
    lost('The templates of the request are not in the project: the function gets the whole request.');
  const model = objectOf(schemas ?? objectOf(request).schema)['application/json'];
  const schema = isObject(model) && isObject(model.schema) ? model.schema : model;
  const name = `${kind}${index}`;
  return {
    name,
    path,
    cors: settings.cors,
    ...(authorizer && { authorizer }),
    event: {
      Type: kind === 'http' ? 'Api' : 'HttpApi',
      Properties: {
        Path: route,
        Method: method,
        OperationId: textOf(settings.operationId) ?? operationId(fn.name, several ? `${method}-${route}` : ''),
        Auth: {
          ...(authorizer && { Authorizer: authorizer.name, AuthorizationScopes: authorizer.scopes }),
          ...(settings.private === true && { ApiKeyRequired: true }),
        },
        ...(isObject(parameters) && { RequestParameters: parametersOf(parameters) }),
        ...(isObject(schema) && { RequestModel: { Model: schemaName(fn.name, name), Required: true }, schema }),
      },
    },
  };
}

/** The name of the model that only this event uses. */
export const schemaName = (fn: string, event: string): string => `${fn} ${event}`;

/** `GET /users`, `GET users`, `*`, or a map. */
function routeOf(value: unknown): Json & { readonly path: string; readonly method: string } {
  const text = textOf(value)?.trim();
  const settings = objectOf(value);
  const words = text === '*' ? ['any', '{proxy+}'] : text?.split(/\s+/);
  const [method, path] = words ?? [textOf(settings.method), textOf(settings.path)];
  const isAny = path === '*' || method === '*';
  return {
    ...settings,
    method: (isAny ? 'any' : (method ?? 'any')).toLowerCase(),
    path: `/${(path === '*' ? '{proxy+}' : (path ?? '')).replace(/^\/+/, '')}`,
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
  stream: (value) => ofArn('DynamoDB', 'Stream', value),
  schedule: () => ({ Type: 'Schedule' }),
  s3: () => ({ Type: 'S3' }),
  eventBridge: (value) => {
    const { pattern, eventBus, schedule } = objectOf(value);
    if (schedule !== undefined) return { Type: 'Schedule' };
    return { Type: 'EventBridgeRule', Properties: { Pattern: pattern, EventBusName: eventBus } };
  },
  cloudwatchEvent: (value) => ({ Type: 'CloudWatchEvent', Properties: { Pattern: objectOf(value).event } }),
};

/** The events of queues, topics and streams are an ARN, or a map with one. */
function ofArn(Type: string, member: string, value: unknown): Json {
  const settings = objectOf(value);
  const isFunction = Object.keys(settings).some((key) => key === 'Ref' || key.startsWith('Fn::'));
  const arn = isFunction || textOf(value) !== undefined ? value : settings.arn;
  return {
    Type,
    Properties: {
      [member]: arn,
      BatchSize: settings.batchSize,
      StartingPosition: settings.startingPosition,
      ...(settings.filterPolicy !== undefined && { FilterPolicy: settings.filterPolicy }),
      ...(settings.filterPatterns !== undefined && { FilterCriteria: settings.filterPatterns }),
    },
  };
}

const ADVICE: Readonly<Record<string, string>> = {
  websocket: 'apikit has no WebSocket APIs.',
  alb: 'apikit deploys to API Gateway: write the operation in openapi.yaml.',
  cloudFront: 'apikit has no functions at the edge.',
};
