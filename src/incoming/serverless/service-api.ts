/** The settings of a service's API in the words of SAM, and in those of apikit.yaml. Pure. */
import { RETENTION_DAYS } from '../../config/stage-schemas.ts';
import { isObject, type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { wordOf } from '../../text/word-of.ts';
import type { Finding } from '../finding.ts';
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
  const plan = planOf(service, events);
  const size = provider('apiGateway', 'minimumCompressionSize');
  return {
    Auth: {
      Authorizers: authorizers,
      ...(plan && { UsagePlan: plan }),
      ...policyOf(service),
    },
    Models: modelsOf(events),
    BinaryMediaTypes: provider('apiGateway', 'binaryMediaTypes') ?? [],
    ...(typeof size === 'number' && { MinimumCompressionSize: size }),
    ...(traced === true && { TracingEnabled: true }),
    ...corsOfRest(events),
  };
}

/** A policy that is written and that no file tells is one nevertheless: the import asks whether it may be lost. */
function policyOf(service: Service): Json {
  const paths = [
    ['provider', 'apiGateway', 'resourcePolicy'],
    ['provider', 'resourcePolicy'],
  ];
  const path = paths.find((each) => service.keys(each.slice(0, -1)).includes('resourcePolicy'));
  if (path === undefined) return {};
  const written = service.at(path);
  return { ResourcePolicy: { CustomStatements: Array.isArray(written) ? written : [] } };
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

const corsIn = (events: readonly ServiceEvent[]): Json[] =>
  events.flatMap(({ cors }): Json[] => (cors === true ? [{}] : isObject(cors) ? [cors] : []));

/** Each event of a REST API has its own CORS, and a stage has one for all operations. */
export function aboutCors(service: Service, events: readonly ServiceEvent[]): Finding[] {
  const requests = events.filter(({ event }) => event.Type === 'Api');
  const written = corsIn(requests);
  const [first] = requests.filter(({ cors }) => cors !== undefined && cors !== false && cors !== null);
  const isOne = new Set(written.map((each) => JSON.stringify(each))).size === 1 && written.length === requests.length;
  if (!first || isOne) return [];
  const says = 'cors holds for all operations of a stage: the origins and headers of all events together.';
  return [{ about: 'changes', place: service.place(...first.path), says }];
}

function corsOfRest(events: readonly ServiceEvent[]): Json {
  const written = corsIn(events);
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
      // Cookies only reach origins for which every event allows them.
      AllowCredentials: written.every(({ allowCredentials }) => allowCredentials === true),
      ExposeHeaders: [...new Set(written.flatMap((each) => all(each, 'exposedResponseHeaders')))],
      MaxAge: Math.max(...written.map(({ maxAge }) => Number(maxAge ?? 0))),
    },
  };
}

function corsOfHttp(cors: unknown): Json {
  if (cors !== true && !isObject(cors)) return {};
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

/** The settings for which SAM has no word. */
export function apiSettings(service: Service, kind: ApiKind): Json {
  const provider = (...path: string[]) => service.at(['provider', ...path]);
  const days = Number(provider('logRetentionInDays'));
  const plans = kind === 'http' ? namedPlans(service) : {};
  const tags = Object.entries({ ...objectOf(provider('stackTags')), ...objectOf(provider('tags')) })
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => [name, String(value)]);
  const endpoint = textOf(provider('endpointType'))?.toLowerCase();
  const vpcEndpoints = provider('vpcEndpointIds');
  return {
    ...(kind === 'http' &&
      ['edge', 'private'].includes(endpoint ?? '') && {
        endpoint: Array.isArray(vpcEndpoints) ? { type: endpoint, vpcEndpoints } : endpoint,
      }),
    ...(Object.keys(plans).length > 0 && { usagePlans: plans }),
    ...(RETENTION_DAYS.includes(days) && { logs: { retentionDays: days } }),
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
            wordOf(name) ?? 'basic',
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
