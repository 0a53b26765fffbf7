/** `apikit.yaml` of an API that somebody else made: the settings that keep it as it is, as plain data. Pure. */
import { GATEWAY_TIMEOUT } from '../../config/check-sections.ts';
import { isSecretVariable } from '../../config/secret-like.ts';
import { tableVariable } from '../../naming/names.ts';
import { wordOf } from '../../text/word-of.ts';
import type { LaidOut } from '../code/lay-out.ts';
import type { Finding } from '../finding.ts';
import { freeName } from '../free-name.ts';
import type { LiveApi } from './live-api.ts';
import { permissionsOf } from './permissions.ts';
import { preflightsOf } from './preflight.ts';
import { type ProjectTable, projectTables } from './tables.ts';

export interface ConfigOptions {
  readonly name: string;
  readonly region: string;
}

export interface AdoptedConfig {
  /** The content of apikit.yaml. */
  readonly config: object;
  readonly tables: readonly ProjectTable[];
  readonly findings: readonly Finding[];
}

export function adoptedConfig(live: LiveApi, code: LaidOut, { name, region }: ConfigOptions): AdoptedConfig {
  const { stage, api, functions } = live;
  const { tables, findings: ofTables } = projectTables(live.tables);
  const fn = functionOf(live, code, tables);
  const { usagePlans, adopted, findings: ofPlans } = plansOf(live);
  const preflights = preflightsOf(live.document);
  const notify = [...new Set(live.alarms.flatMap(({ AlarmActions = [] }) => AlarmActions))].filter((arn) =>
    /^arn:[^:]+:sns:/.test(arn),
  );
  const retention = functions.find(({ retentionDays }) => retentionDays !== undefined)?.retentionDays;
  const adoptedTables = tables.filter((table) => table.adopted).map((table) => [table.name, table.physical]);
  const config = {
    name,
    region,
    ...endpointOf(live),
    function: fn.settings,
    ...(tables.length > 0 && { tables: Object.fromEntries(tables.map((one) => [one.name, one.settings])) }),
    ...(preflights.cors && { cors: preflights.cors }),
    ...(Object.keys(usagePlans).length > 0 && { usagePlans }),
    ...(api.binaryMediaTypes?.length && { binaryMediaTypes: api.binaryMediaTypes }),
    ...(api.minimumCompressionSize !== undefined && { compression: api.minimumCompressionSize }),
    ...(retention !== undefined && { logs: { retentionDays: retention } }),
    ...(notify.length > 0 && { alarms: { notify } }),
    ...tagsOf(api.tags),
    stages: {
      dev: {},
      [String(stage.stageName)]: {
        protected: true,
        adopts: {
          api: live.id,
          ...(adoptedTables.length > 0 && { tables: Object.fromEntries(adoptedTables) }),
          ...(Object.keys(adopted).length > 0 && { usagePlans: adopted }),
        },
        ...stageSettings(live),
      },
    },
  };
  const other = preflights.others.map(
    (path): Finding => ({
      about: 'lost',
      place: `OPTIONS ${path}`,
      says: 'Its preflight allows something else than that of other paths. apikit has one cors setting for all paths, which is that of the first one.',
    }),
  );
  return { config, tables, findings: [...fn.findings, ...ofTables, ...ofPlans, ...other] };
}

function functionOf(live: LiveApi, code: LaidOut, tables: readonly ProjectTable[]) {
  const { functions } = live;
  const all = functions.map(({ configuration }) => configuration);
  const [first] = all;
  const { environment, findings } = environmentOf(live, tables);
  const { permissions, findings: ofRoles } = permissionsOf(
    functions,
    tables.map((table) => table.name),
  );
  const wanted = Math.max(...all.map(({ Timeout = 3 }) => Timeout));
  const storage = Math.max(...all.map(({ EphemeralStorage }) => EphemeralStorage?.Size ?? 512));
  const { SubnetIds: subnets = [], SecurityGroupIds: securityGroups = [] } = first?.VpcConfig ?? {};
  const settings = {
    handler: code.handler,
    runtime: code.runtime,
    ...(first?.Architectures?.[0] === 'x86_64' && { architecture: 'x86_64' }),
    memory: Math.max(...all.map(({ MemorySize = 128 }) => MemorySize)),
    timeout: Math.min(wanted, GATEWAY_TIMEOUT),
    ...(storage > 512 && { ephemeralStorage: storage }),
    ...(code.data.length > 0 && { bundle: { files: code.data } }),
    ...(subnets.length > 0 && { vpc: { subnets, securityGroups } }),
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(permissions.length > 0 && { permissions }),
  };
  return { settings, findings: [...findings, ...ofRoles] };
}

/** Variables that apikit sets from other settings. */
const OF_APIKIT = /^(?:CORS_(?:ORIGINS|CREDENTIALS|EXPOSE_HEADERS)|APIKIT_(?:APP|STAGE))$/;

/** The variables of all functions together, because the project has one function. */
function environmentOf({ functions }: LiveApi, tables: readonly ProjectTable[]) {
  const environment: Record<string, string> = {};
  const owners = new Map<string, { value: string; owner: string }>();
  const findings: Finding[] = [];
  const names = new Map(tables.map((table) => [table.physical, table.name]));
  for (const { name: owner, configuration } of functions) {
    const lost = (says: string) => findings.push({ about: 'lost', place: `function ${owner}`, says });
    for (const [variable, value] of Object.entries(configuration.Environment?.Variables ?? {})) {
      const known = owners.get(variable);
      owners.set(variable, known ?? { value, owner });
      const table = names.get(value);
      if (known) {
        if (known.value !== value)
          lost(
            `Its variable ${variable} has another value than that of function ${known.owner}, which is in the project: the functions are one function there. Give one of them another name, in the code as well.`,
          );
      } else if (table !== undefined && tableVariable(table) === variable) {
        // apikit sets this variable itself.
      } else if (isSecretVariable(variable, value)) {
        lost(
          `Its variable ${variable} seems to contain a secret, which is not written into a file. Before the deploy, store it in Parameter Store or Secrets Manager, write its reference in function.secrets, and let the code read it.`,
        );
      } else if (OF_APIKIT.test(variable) || tables.some((one) => tableVariable(one.name) === variable)) {
        lost(`Its variable ${variable} has a name that apikit sets itself. Use another name, in the code as well.`);
      } else environment[variable] = table === undefined ? value : `\${table.${table}}`;
    }
  }
  return { environment, findings };
}

function plansOf({ id, stage, plans }: LiveApi) {
  const usagePlans: Record<string, object> = {};
  const adopted: Record<string, string> = {};
  const findings: Finding[] = [];
  for (const { plan, keys } of plans) {
    const { name = '', apiStages = [], throttle, quota } = plan;
    const place = `usage plan ${name} (${plan.id})`;
    const others = apiStages.filter((one) => one.apiId !== id || one.stage !== stage.stageName);
    if (others.length > 0) {
      const covered = others.map((one) => `${one.apiId}:${one.stage}`).join(', ');
      findings.push({
        about: 'stays',
        place,
        says: `It also covers ${covered}, so the stage does not take it over. The keys in it (${keys.length}) keep working, and apikit does not know them.`,
      });
      continue;
    }
    const own = apiStages.find((one) => one.apiId === id)?.throttle ?? {};
    const operations = Object.entries(own).map(([route, limit]) => {
      const at = route.lastIndexOf('/');
      return [
        `${route.slice(at + 1)} ${route.slice(0, at) || '/'}`,
        { rate: limit.rateLimit, burst: limit.burstLimit },
      ];
    });
    const word = freeName(wordOf(name) ?? 'plan', (one) => Object.hasOwn(usagePlans, one));
    usagePlans[word] = {
      ...(throttle?.rateLimit !== undefined && { rate: throttle.rateLimit, burst: throttle.burstLimit ?? 0 }),
      ...(quota?.limit !== undefined && { quota: `${quota.limit}/${String(quota.period).toLowerCase()}` }),
      ...(operations.length > 0 && { operations: Object.fromEntries(operations) as object }),
    };
    adopted[word] = String(plan.id);
    if (keys.length > 0)
      findings.push({ about: 'stays', place, says: `Its keys (${keys.join(', ')}) are not touched and keep working.` });
  }
  return { usagePlans, adopted, findings };
}

/** The endpoint of the stage, if it is not the usual one. */
function endpointOf({ api: { endpointConfiguration: { types = [], vpcEndpointIds = [] } = {} } }: LiveApi): object {
  if (types[0] === 'EDGE') return { endpoint: 'edge' };
  if (types[0] !== 'PRIVATE') return {};
  return { endpoint: { type: 'private', ...(vpcEndpointIds.length > 0 && { vpcEndpoints: vpcEndpointIds }) } };
}

function stageSettings({ stage, functions }: LiveApi): object {
  const { '*/*': all } = stage.methodSettings ?? {};
  const { throttlingRateLimit: rate = -1, throttlingBurstLimit: burst = -1, loggingLevel, metricsEnabled } = all ?? {};
  const traced = functions.some(({ configuration }) => configuration.TracingConfig?.Mode === 'Active');
  const logged = loggingLevel === 'INFO' || loggingLevel === 'ERROR';
  return {
    ...(rate >= 0 && burst >= 0 && { throttle: { rate, burst } }),
    ...(logged && { logging: loggingLevel }),
    ...(logged && all?.dataTraceEnabled && { dataTrace: true }),
    ...(metricsEnabled && { metrics: true }),
    ...((stage.tracingEnabled || traced) && { tracing: true }),
    ...(stage.cacheClusterEnabled && { cache: { size: Number(stage.cacheClusterSize) } }),
    ...(stage.webAclArn && { waf: stage.webAclArn }),
    ...(Object.keys(stage.variables ?? {}).length > 0 && { variables: stage.variables }),
  };
}

function tagsOf(tags: Readonly<Record<string, string>> = {}): object {
  const own = Object.entries(tags).filter(([key]) => !key.startsWith('aws:'));
  return own.length === 0 ? {} : { tags: Object.fromEntries(own) };
}
