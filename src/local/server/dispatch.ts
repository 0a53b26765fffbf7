/**
 * Finds the service and operation of a control-plane request, and sends the response in the protocol of the request. It
 * looks at the CBOR path, `X-Amz-Target`, the Query form and the REST path, in this order.
 */
import { crc32 } from 'node:zlib';
import { AwsError, notImplemented } from '../cloud/aws-error.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { HttpRequest, Operation, OperationContext, Protocol, ServiceDefinition } from '../cloud/operation.ts';
import type { OperationModel } from '../cloud/operation-model.ts';
import { guardService } from '../permissions/guard-service.ts';
import { answerCbor, cborError } from '../protocols/cbor.ts';
import { answerEc2, ec2Error } from '../protocols/ec2-query.ts';
import { answerJson, jsonError } from '../protocols/json-rpc.ts';
import { withErrorsOf } from '../protocols/model-errors.ts';
import { operationModel } from '../protocols/operation-models.ts';
import { answerQuery, queryError } from '../protocols/query.ts';
import { answerRestJson, restJsonError } from '../protocols/rest-json.ts';
import { answerRestXml, restXmlError } from '../protocols/rest-xml.ts';
import { type RouteMatch, RouteTable } from '../protocols/route-table.ts';
import type { WireResponse } from '../protocols/wire.ts';
import { withPlainBody } from './plain-body.ts';

/** Resolves to `undefined` if the client gets no response and its connection is closed. */
export type Dispatch = (http: HttpRequest) => Promise<WireResponse | undefined>;

/** A call of an existing operation, before it is carried out. */
export interface Call {
  /** Service ID and operation name: `lambda`, `CreateFunction`. */
  readonly service: string;
  readonly operation: string;
  readonly context: OperationContext;
  /** Carries out the operation. */
  answer(): Promise<WireResponse>;
  /** Returns an error in the protocol of the call. */
  refuse(error: AwsError): WireResponse;
}

/**
 * Runs before every call and decides whether, when and how often it is carried out, and which response the client gets.
 */
export type Intercept = (call: Call) => Promise<WireResponse | undefined>;

type ProtocolOf<T extends Protocol['type']> = Extract<Protocol, { type: T }>;

interface Spoken<T extends Protocol['type']> {
  readonly service: ServiceDefinition;
  readonly protocol: ProtocolOf<T>;
  readonly operations: ReadonlyMap<string, Operation>;
}

interface RestService {
  readonly service: ServiceDefinition;
  readonly protocol: RestProtocol;
  /** Resolves to `undefined` if no operation has this method and path. */
  match(http: HttpRequest, path: string): Promise<RouteMatch | undefined>;
}

type RestProtocol = ProtocolOf<'rest-json'> | ProtocolOf<'rest-xml'>;

export function createDispatch(
  cloud: Cloud,
  unguarded: readonly ServiceDefinition[],
  carryOut: Intercept = (call) => call.answer(),
): Dispatch {
  const services = unguarded.map(withModels).map(guardService);
  const intercept: Intercept = async (call) =>
    REGION.test(call.context.region) ? carryOut(call) : call.refuse(invalidRegion());
  const json = new Map(servicesWithProtocol(services, 'json').map((entry) => [entry.protocol.target, entry]));
  const cbor = new Map(servicesWithProtocol(services, 'cbor').map((entry) => [entry.protocol.service, entry]));
  const query = servicesWithProtocol(services, 'query');
  const ec2 = servicesWithProtocol(services, 'ec2');
  const rest = services.flatMap(restService);

  return async (received) => {
    const caller = readCaller(received);
    const http = withPlainBody(received, caller.service);
    const context = makeContext(cloud, http, caller);
    const path = http.url.split('?', 1)[0]!;

    const rpc = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path);
    if (rpc) {
      const found = cbor.get(rpc[1]!);
      const operation = found?.operations.get(rpc[2]!);
      if (!operation) return cborError(notImplemented(`${rpc[1]}.${rpc[2]}`), context);
      const answer = () => answerCbor(operation, context);
      return intercept({ ...named(found!, operation), context, answer, refuse: (error) => cborError(error, context) });
    }

    const target = http.headers['x-amz-target'];
    if (typeof target === 'string') {
      const [prefix, name] = splitTarget(target);
      const found = json.get(prefix);
      const version = found?.protocol.version ?? '1.0';
      const operation = found?.operations.get(name);
      const checked = found?.protocol.hasChecksum ? withChecksum : (response: WireResponse) => response;
      const refuse = (error: AwsError) => checked(jsonError(error, version, context));
      if (!operation) return refuse(notImplemented(target));
      const answer = async () => checked(await answerJson(operation, version, context));
      return intercept({ ...named(found!, operation), context, answer, refuse });
    }

    const form = path === '/' ? queryForm(http) : undefined;
    if (form) {
      const found = [...query, ...ec2].find(({ protocol }) => protocol.apiVersion === form.get('Version'));
      const operation = found?.operations.get(form.get('Action') ?? '');
      const namespace = found?.protocol.namespace ?? '';
      const what = `${found?.service.id ?? caller.service}.${form.get('Action')}`;
      const isEc2 = (found?.protocol.type ?? caller.service) === 'ec2';
      const refuse = (error: AwsError) => (isEc2 ? ec2Error(error, context) : queryError(error, namespace, context));
      if (!operation) return refuse(notImplemented(what));
      const answer = () => (isEc2 ? answerEc2 : answerQuery)(operation, form, namespace, context);
      return intercept({ ...named(found!, operation), context, answer, refuse });
    }

    const service = findRest(rest, caller.service, path);
    if (!service) return refuseUnknown(services, caller.service, context);
    const { protocol } = service;
    const match = await service.match(http, path);
    const refuse = (error: AwsError) => restError(protocol, error, context);
    if (!match) return refuse(notImplemented(`${service.service.id}: ${http.method} ${path}`));
    const answer = () =>
      protocol.type === 'rest-xml' ? answerRestXml(match, protocol, context) : answerRestJson(match, context);
    return intercept({ ...named(service, match.operation), context, answer, refuse });
  };
}

/** The region is part of file names. AWS's names are narrower today, but made-up regions (`local`) are common. */
const REGION = /^[a-z0-9-]{1,32}$/;

const invalidRegion = (): AwsError =>
  new AwsError('InvalidSignatureException', 'Credential should be scoped to a valid region.', { status: 403 });

function withModels(service: ServiceDefinition): ServiceDefinition {
  const operations = service.operations.map((operation): Operation => {
    if (operation.refused) return operation;
    const model = () => operationModel(service, operation.name);
    return { ...operation, model, run: withErrorsOf(model, operation.run) };
  });
  return { ...service, operations };
}

const named = ({ service }: { service: ServiceDefinition }, operation: Operation) => ({
  service: service.id,
  operation: operation.name,
});

function servicesWithProtocol<T extends Protocol['type']>(
  services: readonly ServiceDefinition[],
  type: T,
): Spoken<T>[] {
  return services.flatMap((service) => {
    const operations = new Map(service.operations.map((operation) => [operation.name, operation]));
    const protocols = service.protocols.filter((protocol): protocol is ProtocolOf<T> => protocol.type === type);
    return protocols.map((protocol) => ({ service, protocol, operations }));
  });
}

function restService(service: ServiceDefinition): RestService[] {
  const protocol = service.protocols.find(
    (candidate): candidate is RestProtocol => candidate.type === 'rest-json' || candidate.type === 'rest-xml',
  );
  if (!protocol) return [];
  return [{ service, protocol, match: service.route ? matchByModels(service, service.route) : matchByRoutes(service) }];
}

/** The routes are made at the first call, because they are in the tables of AWS's models. */
function matchByRoutes(service: ServiceDefinition): RestService['match'] {
  let routes: Promise<RouteTable> | undefined;
  return async (http, path) => {
    routes ??= makeRoutes(service);
    return (await routes).match(http.method, path, http.query);
  };
}

function matchByModels(
  { operations }: ServiceDefinition,
  route: NonNullable<ServiceDefinition['route']>,
): RestService['match'] {
  let models: Promise<Map<string, OperationModel>> | undefined;
  return async (http) => {
    models ??= Promise.all(operations.map(async ({ name, model }) => [name, await model!()] as const)).then(
      (entries) => new Map(entries),
    );
    const found = route(http, await models);
    const operation = found && operations.find(({ name }) => name === found.operation);
    return operation && { operation, labels: { ...found.labels } };
  };
}

const restError = (protocol: RestProtocol, error: AwsError, context: OperationContext): WireResponse =>
  protocol.type === 'rest-xml' ? restXmlError(error, protocol, context) : restJsonError(error, context);

async function makeRoutes({ id, operations }: ServiceDefinition): Promise<RouteTable> {
  const routes = new RouteTable();
  for (const operation of operations) {
    const http = operation.http ?? (await operation.model?.())?.http;
    if (http === undefined) throw new Error(`${id}: ${operation.name} has no HTTP binding`);
    routes.add(operation, http);
  }
  return routes;
}

function findRest(
  services: readonly RestService[],
  signingName: string | undefined,
  path: string,
): RestService | undefined {
  const root = path.split('/', 2)[1] ?? '';
  const signed = services.filter(
    ({ service }) => signingName !== undefined && service.signingNames.includes(signingName),
  );
  // Both versions of API Gateway have the same name in signatures.
  return (
    signed.find(({ protocol }) => protocol.roots.includes(root)) ??
    signed[0] ??
    services.find(({ protocol }) => protocol.roots.includes(root))
  );
}

/** The SDK for Go compares the checksum of each response of DynamoDB, and warns if there is none. */
const withChecksum = (response: WireResponse): WireResponse => ({
  ...response,
  headers: { ...response.headers, 'x-amz-crc32': String(crc32(response.body)) },
});

/** Returns the error in the protocol of the service that the request is signed for, so that its client can read it. */
function refuseUnknown(
  services: readonly ServiceDefinition[],
  signingName: string | undefined,
  context: OperationContext,
): WireResponse {
  const { method, url, body } = context.http;
  const request = `${method} ${url.split('?', 1)[0]}`;
  if (signingName === undefined) return restJsonError(notImplemented(request), context);
  const service = services.find(({ signingNames }) => signingNames.includes(signingName));
  const refusal = notImplemented(service ? `${service.id}: ${request}` : `The service ${signingName}`);
  const isJson = body.subarray(0, 1).toString() === '{';
  const [first] = service?.protocols ?? [];
  // CloudWatch has both protocols.
  const protocol = service?.protocols.find(({ type }) => type === (isJson ? 'json' : 'query')) ?? first;
  if (protocol?.type === 'json') return jsonError(refusal, protocol.version, context);
  if (protocol?.type === 'query') return queryError(refusal, protocol.namespace, context);
  if (protocol?.type === 'ec2') return ec2Error(refusal, context);
  return restJsonError(refusal, context);
}

/** A Query request has its form in the body or, as in presigned URLs, in the query. `undefined`: no Query request. */
function queryForm({ headers, body, query }: HttpRequest): URLSearchParams | undefined {
  if (headers['content-type']?.includes('application/x-www-form-urlencoded')) {
    return new URLSearchParams(body.toString('utf8'));
  }
  return query.has('Action') ? query : undefined;
}

function splitTarget(target: string): [prefix: string, operation: string] {
  const dot = target.lastIndexOf('.');
  return [target.slice(0, dot), target.slice(dot + 1)];
}

interface Caller {
  readonly accessKeyId: string;
  readonly region?: string;
  readonly service?: string;
}

/** Reads the credential scope `AKID/20261121/eu-west-1/lambda/aws4_request` from the header or a presigned query. */
function readCaller(http: HttpRequest): Caller {
  const header = http.headers.authorization;
  const credential =
    /Credential=([^,\s]+)/.exec(typeof header === 'string' ? header : '')?.[1] ?? http.query.get('X-Amz-Credential');
  const [accessKeyId, , region, service = http.service] = (credential ?? '').split('/');
  return { accessKeyId: accessKeyId ?? '', ...(region && { region }), ...(service && { service }) };
}

function makeContext(cloud: Cloud, http: HttpRequest, caller: Caller): OperationContext {
  const account = cloud.options.account;
  const region = caller.region ?? cloud.options.defaultRegion;
  return {
    cloud,
    account,
    region,
    requestId: cloud.ids.uuid(),
    accessKeyId: caller.accessKeyId,
    http,
    collection: (name) => cloud.collection({ account, region }, name),
    globalCollection: (name) => cloud.collection({ account, region: 'global' }, name),
  };
}
