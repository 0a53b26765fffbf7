/** `apikit.yaml` of a template, as plain data, and the report about what it cannot say. Pure. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { objectOf } from '../../contract/model/json.ts';
import type { LaidOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import type { Template, TemplateResource } from './template.ts';
import { type Consumer, withConsumers } from './template-consumers.ts';
import { apiEvents } from './template-contract.ts';
import { corsOf } from './template-cors.ts';
import { environmentOf } from './template-environment.ts';
import { aboutFunctions, hasNetwork, isNumeric, layersOf, MOST_LAYERS } from './template-findings.ts';
import { templatePermissions } from './template-permissions.ts';
import { apiOf } from './template-resources.ts';
import type { Sections } from './template-sections.ts';

export interface TemplateConfig {
  readonly config: object;
  readonly findings: readonly Finding[];
}

export interface ConfigParts {
  readonly template: Template;
  /** The functions that serve operations. */
  readonly functions: readonly TemplateResource[];
  /** The function that decides who may call. */
  readonly authorizer: TemplateResource | undefined;
  readonly consumers: readonly Consumer[];
  readonly sections: Sections;
  readonly code: LaidOut;
  readonly name: string;
  readonly region: string;
}

export function templateConfig({
  template,
  functions,
  authorizer,
  consumers,
  sections,
  code,
  name,
  region,
}: ConfigParts): TemplateConfig {
  const { resources } = template;
  const api = apiOf(resources);
  const all = [...new Set([...functions, ...consumers.map(({ fn }) => fn), ...(authorizer ? [authorizer] : [])])];
  const { environment, findings: ofEnvironment } = environmentOf(all, sections, resources);
  const { permissions, findings: ofPolicies } = templatePermissions(all, Object.keys(sections.tables));
  const { tables, queues, topics, eventRules } = withConsumers(sections, consumers, code.modules);
  const most = (of: readonly TemplateResource[], member: string, usual: number) =>
    Math.max(...of.map(({ properties }) => numberOf(properties[member], usual)));
  const timeout = most(functions, 'Timeout', 3);
  const { SubnetIds, SecurityGroupIds } = objectOf(all.find(hasNetwork)?.properties.VpcConfig);
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
      memory: most(all, 'MemorySize', 128),
      timeout: Math.min(timeout, GATEWAY_TIMEOUT),
      ...limitsOf(functions, all),
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
      ...aboutFunctions(all, functions, consumers),
    ],
  };
}

/** A value that is not a number is in the report. */
const numberOf = (value: unknown, usual: number): number => (isNumeric(value) ? Number(value) : usual);

/** The storage, the layers and the reserved concurrency. Layers without their ARN are in the report. */
function limitsOf(functions: readonly TemplateResource[], all: readonly TemplateResource[]): object {
  const storage = Math.max(...all.map(({ properties }) => numberOf(objectOf(properties.EphemeralStorage).Size, 512)));
  const layers = [...new Set(all.flatMap(layersOf))];
  const [first, ...others] = functions;
  const reserved = others.length === 0 ? first?.properties.ReservedConcurrentExecutions : undefined;
  return {
    ...(storage > 512 && { ephemeralStorage: storage }),
    ...(layers.length > 0 && layers.length <= MOST_LAYERS && { layers }),
    ...(isNumeric(reserved) && { reservedConcurrency: Number(reserved) }),
  };
}

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
