/** `apikit.yaml` of a SAM template, as plain data, and the report about what it cannot say. Pure. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { isSecretVariable } from '../../config/secret-like.ts';
import { objectOf, textOf } from '../../contract/model/json.ts';
import { tableVariable } from '../../naming/names.ts';
import type { LaidOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { apiEvents } from './sam-contract.ts';
import { aboutFunctions } from './sam-findings.ts';
import { samPermissions } from './sam-permissions.ts';
import { apiOf } from './sam-resources.ts';
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
