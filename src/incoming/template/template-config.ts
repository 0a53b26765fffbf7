/** `apikit.yaml` of a template, as plain data, and the report about what it cannot say. Pure. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { isSecretVariable } from '../../config/secret-like.ts';
import { objectOf, textOf } from '../../contract/model/json.ts';
import { queueVariable, tableVariable, topicVariable } from '../../naming/names.ts';
import type { LaidOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { tableWord } from './intrinsics.ts';
import type { Template, TemplateResource } from './template.ts';
import { type Consumer, withConsumers } from './template-consumers.ts';
import { apiEvents } from './template-contract.ts';
import { aboutFunctions, isNumeric, layersOf } from './template-findings.ts';
import { templatePermissions } from './template-permissions.ts';
import { queuesOf, topicsOf } from './template-queues.ts';
import { apiOf } from './template-resources.ts';
import { tablesOf } from './template-tables.ts';

export interface TemplateConfig {
  readonly config: object;
  readonly findings: readonly Finding[];
}

/** The parts of a template that have names in apikit.yaml, without their consumers. */
export interface Sections {
  readonly tables: Readonly<Record<string, object>>;
  readonly queues: Readonly<Record<string, object>>;
  readonly topics: Readonly<Record<string, object>>;
  readonly findings: readonly Finding[];
}

export function sectionsOf(resources: readonly TemplateResource[]): Sections {
  const { tables, findings } = tablesOf(resources);
  const queues = queuesOf(resources);
  const { topics, findings: ofTopics } = topicsOf(resources, Object.keys(queues));
  return { tables, queues, topics, findings: [...findings, ...ofTopics] };
}

export interface ConfigParts {
  readonly template: Template;
  /** The functions that serve operations. */
  readonly functions: readonly TemplateResource[];
  readonly consumers: readonly Consumer[];
  readonly sections: Sections;
  readonly code: LaidOut;
  readonly name: string;
  readonly region: string;
}

export function templateConfig({
  template,
  functions,
  consumers,
  sections,
  code,
  name,
  region,
}: ConfigParts): TemplateConfig {
  const { resources } = template;
  const api = apiOf(resources);
  const all = [...functions, ...new Set(consumers.map(({ fn }) => fn))];
  const { environment, findings: ofEnvironment } = environmentOf(all, sections, physicalNames(resources));
  const { permissions, findings: ofPolicies } = templatePermissions(all, Object.keys(sections.tables));
  const { tables, queues, topics, eventRules } = withConsumers(sections, consumers, code.modules);
  const most = (member: string, usual: number) =>
    Math.max(...functions.map(({ properties }) => numberOf(properties[member], usual)));
  const timeout = most('Timeout', 3);
  const { SubnetIds, SecurityGroupIds } = objectOf(functions[0]?.properties.VpcConfig);
  const [architecture = 'x86_64'] = [functions[0]?.properties.Architectures ?? []].flat();
  const traced =
    functions.some(({ properties }) => properties.Tracing === 'Active') || api?.properties.TracingEnabled === true;
  const binary = [api?.properties.BinaryMediaTypes ?? []].flat().map((type) => String(type).replaceAll('~1', '/'));
  const isHttp = functions.some((fn) => apiEvents(fn).some(([, { Type }]) => Type === 'HttpApi'));
  const filled = (section: string, entries: object) => (Object.keys(entries).length > 0 ? { [section]: entries } : {});
  const usagePlan = usagePlanOf(api);
  const cors = corsOf(api);
  const config = {
    name,
    region,
    ...(isHttp && { api: 'http', payload: api?.properties.PayloadFormatVersion ?? '2.0' }),
    function: {
      handler: code.handler,
      runtime: code.runtime,
      ...(architecture === 'x86_64' && { architecture }),
      memory: most('MemorySize', 128),
      timeout: Math.min(timeout, GATEWAY_TIMEOUT),
      ...limitsOf(functions),
      ...(code.data.length > 0 && { bundle: { files: code.data } }),
      ...(Array.isArray(SubnetIds) && { vpc: { subnets: SubnetIds, securityGroups: SecurityGroupIds ?? [] } }),
      ...filled('environment', environment),
      ...(permissions.length > 0 && { permissions }),
    },
    ...filled('tables', tables),
    ...filled('queues', queues),
    ...filled('topics', topics),
    ...filled('eventRules', eventRules),
    ...cors.settings,
    ...(usagePlan && { usagePlans: { basic: usagePlan } }),
    ...(binary.length > 0 && { binaryMediaTypes: binary }),
    ...(typeof api?.properties.MinimumCompressionSize === 'number' && {
      compression: api.properties.MinimumCompressionSize,
    }),
    ...(traced && { tracing: true }),
    ...template.settings,
    stages: { dev: {}, prod: { protected: true } },
  };
  return {
    config,
    findings: [
      ...sections.findings,
      ...cors.findings,
      ...ofEnvironment,
      ...ofPolicies,
      ...aboutFunctions(functions, consumers),
    ],
  };
}

/** Placeholders by the names that the template gives its tables, because the tables of a project have other names. */
const physicalNames = (resources: readonly TemplateResource[]): ReadonlyMap<string, string> =>
  new Map(
    resources.flatMap(({ id, type, properties }): [string, string][] => {
      const name = type === 'AWS::DynamoDB::Table' ? textOf(properties.TableName) : undefined;
      return name === undefined ? [] : [[name, `\${table.${tableWord(id)}}`]];
    }),
  );

function environmentOf(
  functions: readonly TemplateResource[],
  { tables, queues, topics }: Sections,
  named: ReadonlyMap<string, string>,
) {
  const environment: Record<string, string> = {};
  const findings: Finding[] = [];
  const ofTables = new Map(Object.keys(tables).map((table) => [tableVariable(table), `\${table.${table}}`]));
  const reserved = [
    ...ofTables.keys(),
    ...Object.keys(queues).map(queueVariable),
    ...Object.keys(topics).map(topicVariable),
    ...['APIKIT_APP', 'APIKIT_STAGE', 'CORS_ORIGINS'],
  ];
  for (const { id, properties, place } of functions) {
    for (const [variable, written] of Object.entries(objectOf(objectOf(properties.Environment).Variables))) {
      const value = named.get(String(written)) ?? String(written);
      const at = place('Environment', 'Variables', variable);
      const lost = (says: string) => findings.push({ about: 'lost', place: at, says });
      if (reserved.includes(variable)) {
        if (value !== ofTables.get(variable))
          lost(`apikit sets the variable ${variable} itself. Use another name, in the code as well.`);
      } else if (isSecretVariable(variable, value))
        lost(
          `${variable} seems to contain a secret, which is not copied. Store it, and write its reference in function.secrets.`,
        );
      else if (
        /\{(?:function|stream) [\w-]+\}|\$\{(?:account|partition|(?:table|queue|topic)\.[^}]*\.arn)\}/.test(value)
      )
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

/** A value that is not a number is in the report. */
const numberOf = (value: unknown, usual: number): number => (isNumeric(value) ? Number(value) : usual);

/** The storage, the layers and the reserved concurrency. Layers without their ARN are in the report. */
function limitsOf(functions: readonly TemplateResource[]): object {
  const storage = Math.max(
    ...functions.map(({ properties }) => Number(objectOf(properties.EphemeralStorage).Size ?? 512)),
  );
  const layers = [...new Set(functions.flatMap(layersOf))];
  const [first, ...others] = functions;
  const reserved = others.length === 0 ? first?.properties.ReservedConcurrentExecutions : undefined;
  return {
    ...(storage > 512 && { ephemeralStorage: storage }),
    ...(layers.length > 0 && layers.length <= MOST_LAYERS && { layers }),
    ...(typeof reserved === 'number' && { reservedConcurrency: reserved }),
  };
}

/** Lambda's limit (docs/aws/quotas.md). */
const MOST_LAYERS = 5;

/** SAM's `Cors` is an origin, or a map whose values are in single quotes. */
function corsOf(api: TemplateResource | undefined): {
  readonly settings: object;
  readonly findings: readonly Finding[];
} {
  const { Cors, CorsConfiguration } = api?.properties ?? {};
  const node = objectOf(Cors);
  const http = objectOf(CorsConfiguration);
  const written = [textOf(Cors) ?? node.AllowOrigin ?? http.AllowOrigins ?? (CorsConfiguration === true ? '*' : [])]
    .flat()
    .map((origin) => String(origin).replace(/^'(.*)'$/, '$1'));
  const origins = written.filter((origin) => ORIGIN.test(origin));
  const says = `cors of apikit names exact origins, or all of them with "*". ${written.filter((each) => !ORIGIN.test(each)).join(', ')} is left out: name the origins in cors.`;
  const findings: Finding[] =
    api && origins.length < written.length ? [{ about: 'lost', place: api.place('Cors'), says }] : [];
  if (origins.length === 0) return { settings: {}, findings };
  const texts = (value: unknown): string[] =>
    [value ?? []]
      .flat()
      .flatMap((text) =>
        String(text)
          .replace(/^'(.*)'$/, '$1')
          .split(','),
      )
      .map((header) => header.trim().toLowerCase())
      .filter((header) => header !== '' && header !== '*');
  const allowHeaders = texts(node.AllowHeaders ?? http.AllowHeaders);
  const exposeHeaders = texts(node.ExposeHeaders ?? http.ExposeHeaders);
  const maxAge = Number(String(node.MaxAge ?? http.MaxAge ?? 0).replaceAll("'", ''));
  // A browser does not accept credentials together with all origins.
  const credentials = (node.AllowCredentials === true || http.AllowCredentials === true) && !origins.includes('*');
  const settings = {
    origins: origins.includes('*') ? ['*'] : origins,
    ...(allowHeaders.length > 0 && { allowHeaders }),
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    ...(maxAge > 0 && maxAge <= MAX_AGE && { maxAge }),
    ...(credentials && { credentials: true }),
  };
  return { settings: { cors: settings }, findings };
}

/** The origins that `cors` of apikit.yaml accepts. */
const ORIGIN = /^(?:\*|https?:\/\/[^/*\s,]+)$/;

/** Seconds. */
const MAX_AGE = 86_400;

function usagePlanOf(api: TemplateResource | undefined): object | undefined {
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
