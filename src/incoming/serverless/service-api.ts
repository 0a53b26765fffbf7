/** The settings of a service's API in the words of SAM, and in those of apikit.yaml. Pure. */
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import type { Service } from './read-service.ts';
import { type ApiKind, type ServiceEvent, schemaName } from './service-events.ts';

export function apiProperties(service: Service, kind: ApiKind, events: readonly ServiceEvent[]): Json {
  const provider = (...path: string[]) => service.at(['provider', ...path]);
  const authorizers = Object.fromEntries(
    events.flatMap(({ authorizer }) => (authorizer?.settings ? [[authorizer.name, authorizer.settings]] : [])),
  );
  if (kind === 'httpApi') {
    return {
      Auth: { Authorizers: authorizers },
      PayloadFormatVersion: String(provider('httpApi', 'payload') ?? '2.0'),
      ...corsOfHttp(provider('httpApi', 'cors')),
    };
  }
  const { apiGateway: traced } = objectOf(provider('tracing'));
  const policy = provider('apiGateway', 'resourcePolicy') ?? provider('resourcePolicy');
  const plan = planOf(service, events);
  const size = provider('apiGateway', 'minimumCompressionSize');
  return {
    Auth: {
      Authorizers: authorizers,
      ...(plan && { UsagePlan: plan }),
      ...(Array.isArray(policy) && { ResourcePolicy: { CustomStatements: policy } }),
    },
    Models: modelsOf(events),
    BinaryMediaTypes: provider('apiGateway', 'binaryMediaTypes') ?? [],
    ...(typeof size === 'number' && { MinimumCompressionSize: size }),
    ...(traced === true && { TracingEnabled: true }),
    ...corsOfRest(events),
  };
}

function modelsOf(events: readonly ServiceEvent[]): Json {
  return Object.fromEntries(
    events.flatMap(({ event }) => {
      const { RequestModel, schema } = objectOf(event.Properties);
      return schema === undefined ? [] : [[String(objectOf(RequestModel).Model ?? schemaName('', '')), schema]];
    }),
  );
}

/** The headers that the framework lets pages send if nothing else is written. */
const HEADERS = [
  'content-type',
  'x-amz-date',
  'authorization',
  'x-api-key',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amzn-trace-id',
];

/** Each event of a REST API has its own CORS, and a stage has one for all operations. */
function corsOfRest(events: readonly ServiceEvent[]): Json {
  const written = events.flatMap(({ cors }) =>
    (cors === true ? [{}] : [objectOf(cors)]).filter((one) => cors === true || Object.keys(one).length > 0),
  );
  if (written.length === 0) return {};
  const all = (each: Json, ...members: string[]) =>
    members
      .flatMap((member) => [each[member] ?? []].flat().flatMap((text) => String(text).split(',')))
      .map((text) => text.trim());
  const origins = written.flatMap((each) => {
    const own = all(each, 'origin', 'origins');
    return own.length > 0 ? own : ['*'];
  });
  const headers = written.flatMap((each) => (each.headers === undefined ? HEADERS : all(each, 'headers')));
  return {
    Cors: {
      AllowOrigin: origins.includes('*') ? ['*'] : [...new Set(origins)],
      AllowHeaders: [...new Set(headers.map((header) => header.toLowerCase()))],
      AllowCredentials: written.some(({ allowCredentials }) => allowCredentials === true),
      ExposeHeaders: [...new Set(written.flatMap((each) => all(each, 'exposedResponseHeaders')))],
      MaxAge: Math.max(...written.map(({ maxAge }) => Number(maxAge ?? 0))),
    },
  };
}

function corsOfHttp(cors: unknown): Json {
  if (cors === undefined || cors === false) return {};
  const { allowedOrigins, allowedHeaders, allowCredentials, exposedResponseHeaders, maxAge } = objectOf(cors);
  return {
    CorsConfiguration: {
      AllowOrigins: allowedOrigins ?? ['*'],
      AllowHeaders: allowedHeaders ?? HEADERS,
      AllowCredentials: allowCredentials === true,
      ExposeHeaders: exposedResponseHeaders ?? [],
      MaxAge: maxAge ?? 0,
    },
  };
}

/** Keys of a service always have a plan, also if none is written. */
function planOf(service: Service, events: readonly ServiceEvent[]): Json | undefined {
  const written = service.at(['provider', 'apiGateway', 'usagePlan']) ?? service.at(['provider', 'usagePlan']);
  if (!Array.isArray(written) && written !== undefined) return planInSam(objectOf(written));
  const needsKey = events.some(({ event }) => objectOf(objectOf(event.Properties).Auth).ApiKeyRequired === true);
  return needsKey && !Array.isArray(written) ? {} : undefined;
}

function planInSam({ throttle, quota }: Json): Json {
  const { rateLimit, burstLimit } = objectOf(throttle);
  const { limit, period } = objectOf(quota);
  return {
    ...(rateLimit !== undefined && { Throttle: { RateLimit: rateLimit, BurstLimit: burstLimit } }),
    ...(limit !== undefined && { Quota: { Limit: limit, Period: period } }),
  };
}

/** The days for which CloudWatch can keep a log. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The settings for which SAM has no word. */
export function apiSettings(service: Service, kind: ApiKind): Json {
  const provider = (...path: string[]) => service.at(['provider', ...path]);
  const days = Number(provider('logRetentionInDays'));
  const plans = namedPlans(service);
  const tags = Object.entries(objectOf(provider('tags'))).filter(([, value]) => typeof value === 'string');
  const endpoint = textOf(provider('endpointType'))?.toLowerCase();
  const vpcEndpoints = provider('vpcEndpointIds');
  return {
    ...(kind === 'http' &&
      ['edge', 'private'].includes(endpoint ?? '') && {
        endpoint: Array.isArray(vpcEndpoints) ? { type: endpoint, vpcEndpoints } : endpoint,
      }),
    ...(Object.keys(plans).length > 0 && { usagePlans: plans }),
    ...(RETENTIONS.includes(days) && { logs: { retentionDays: days } }),
    ...((kind === 'http' ? provider('apiGateway', 'metrics') : provider('httpApi', 'metrics')) === true && {
      metrics: true,
    }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
  };
}

/** A list of plans: `- free: { quota: … }`. */
function namedPlans(service: Service): Json {
  const written = service.at(['provider', 'apiGateway', 'usagePlan']) ?? service.at(['provider', 'usagePlan']);
  if (!Array.isArray(written)) return {};
  return Object.assign(
    {},
    ...written.map((each) =>
      Object.fromEntries(
        Object.entries(objectOf(each)).map(([name, plan]) => {
          const { Throttle, Quota } = planInSam(objectOf(plan));
          const { RateLimit, BurstLimit } = objectOf(Throttle);
          const { Limit, Period } = objectOf(Quota);
          return [
            name,
            {
              ...(RateLimit !== undefined && { rate: Number(RateLimit), burst: Number(BurstLimit ?? RateLimit) }),
              ...(Limit !== undefined && { quota: `${Number(Limit)}/${String(Period).toLowerCase()}` }),
            },
          ];
        }),
      ),
    ),
  ) as Json;
}
