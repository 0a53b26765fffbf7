/** A service of the Serverless Framework as a template: its functions, its API, and its resources. Pure. */
import { globPattern } from '../../bundle/contents/glob-pattern.ts';
import type { Path } from '../../config/problem.ts';
import { type Json, objectOf, own, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { type Intrinsics, intrinsics } from '../template/intrinsics.ts';
import type { Template, TemplateResource, Unresolved } from '../template/template.ts';
import type { Service, ServiceFunction } from './read-service.ts';
import { aboutCors, apiProperties, apiSettings } from './service-api.ts';
import { type ApiKind, apiKind, eventsOf, type ServiceEvent } from './service-events.ts';
import { aboutService, aboutServiceFunction } from './service-findings.ts';

/** `file` is the name of the service's file, which is not part of the code. */
export function serviceTemplate(service: Service, file: string): Template {
  const kind = apiKind(service);
  const written = resourcesOf(service);
  const all = Object.fromEntries(written.map(({ id, value }) => [id, value]));
  const values = intrinsics({ ...sectionsOf(service), Resources: all }, {});
  const unresolved = new Map<string, Unresolved>();
  const findings: Finding[] = [];
  const resolved = (value: Json, place: (path: Path) => string): Json =>
    objectOf(
      values.resolved(value, [], (path, what) => {
        const where = place(path);
        unresolved.set(`${where} ${what}`, { place: where, why: `Only the account knows the value of ${what}.` });
      }),
    );
  const events: ServiceEvent[] = [];
  const functions = service.functions.flatMap((fn): TemplateResource[] => {
    const condition = textOf(fn.settings.condition);
    if (condition !== undefined && values.holds(condition) === false) return [];
    const ofFunction = eventsOf(service, fn, kind);
    events.push(...ofFunction.events);
    findings.push(...ofFunction.findings, ...aboutServiceFunction(service, fn));
    const { properties, place } = functionProperties(service, fn, ofFunction.events);
    return [
      {
        id: fn.name,
        type: 'AWS::Serverless::Function',
        properties: resolved(properties, (path) => place(...path)),
        place,
      },
    ];
  });
  const hasApi = events.some(({ event }) => event.Type === 'Api' || event.Type === 'HttpApi');
  return {
    resources: [
      ...functions,
      ...(hasApi ? [apiResource(service, kind, events, resolved)] : []),
      ...written.flatMap((one) => cloudFormationResource(service, one, values, resolved)),
    ],
    description: service.name,
    // The list is only complete after everything was read.
    get unresolved() {
      return [...service.unresolved, ...unresolved.values()];
    },
    givenBy: 'or pass --option or --param if it is an option or a parameter of the service',
    findings: [...findings, ...aboutCors(service, events), ...aboutService(service)],
    settings: apiSettings(service, kind),
    requires: [],
    leavesOut: leftOut(service, file),
  };
}

/** The values of the framework for a function that sets none (https://www.serverless.com/framework/docs/providers/aws/guide/functions). */
const DEFAULTS = { runtime: 'nodejs20.x', memorySize: 1024, timeout: 6 };

function functionProperties(service: Service, fn: ServiceFunction, events: readonly ServiceEvent[]) {
  const { settings } = fn;
  const provider = (member: string) => service.at(['provider', member]);
  const either = (member: string) => settings[member] ?? provider(member);
  const pathOf = (member: string): Path =>
    settings[member] === undefined && provider(member) !== undefined ? ['provider', member] : [...fn.path, member];
  const ofProvider = environmentAt(service, ['provider', 'environment']);
  const ofFunction = environmentAt(service, [...fn.path, 'environment']);
  const vpc = objectOf(either('vpc'));
  const policies = policiesOf(service, fn);
  const tracing = objectOf(provider('tracing')).lambda;
  const properties: Json = {
    Handler: handlerName(textOf(settings.handler) ?? ''),
    Runtime: either('runtime') ?? DEFAULTS.runtime,
    MemorySize: either('memorySize') ?? DEFAULTS.memorySize,
    Timeout: either('timeout') ?? DEFAULTS.timeout,
    Architectures: [either('architecture') ?? 'x86_64'],
    ...(settings.image === undefined ? { CodeUri: codeOf(service, fn) } : { PackageType: 'Image' }),
    ...(settings.ephemeralStorageSize !== undefined && { EphemeralStorage: { Size: settings.ephemeralStorageSize } }),
    ...(settings.reservedConcurrency !== undefined && { ReservedConcurrentExecutions: settings.reservedConcurrency }),
    ...(either('layers') !== undefined && { Layers: either('layers') }),
    ...((tracing === true || tracing === 'Active' || settings.tracing === 'Active') && { Tracing: 'Active' }),
    ...(vpc.subnetIds !== undefined && {
      VpcConfig: { SubnetIds: vpc.subnetIds, SecurityGroupIds: vpc.securityGroupIds },
    }),
    Environment: { Variables: { ...ofProvider, ...ofFunction } },
    Policies: policies.map(({ value }) => value),
    Events: Object.fromEntries(events.map(({ name, event }) => [name, withoutSchema(event)])),
  };
  const place = (...[head, second, third]: Path): string => {
    if (head === 'Environment') {
      const isOwn = Object.hasOwn(ofFunction, String(third));
      return service.place(...(isOwn ? fn.path : ['provider']), 'environment', ...(third === undefined ? [] : [third]));
    }
    const part =
      head === 'Events'
        ? events.find(({ name }) => name === second)
        : head === 'Policies'
          ? policies[Number(second)]
          : undefined;
    if (part) return service.place(...part.path);
    const member = own(MEMBERS, String(head));
    return service.place(...(member === undefined ? fn.path : pathOf(member)));
  };
  return { properties, place };
}

/** The members of SAM that the service and a function can set, by their names in the framework. */
const MEMBERS: Readonly<Record<string, string>> = {
  Handler: 'handler',
  Layers: 'layers',
  MemorySize: 'memorySize',
  Runtime: 'runtime',
  Timeout: 'timeout',
  VpcConfig: 'vpc',
};

const withoutSchema = (event: Json): Json => {
  const { schema, ...Properties } = objectOf(event.Properties);
  return { ...event, Properties };
};

/** The variables of the environment. The framework leaves out those that are null. */
const environmentAt = (service: Service, path: Path): Json =>
  Object.fromEntries(Object.entries(objectOf(service.at(path, 'placeholder'))).filter(([, value]) => value !== null));

/** `./src/users.list` and `src/users.list` are the same module. */
const handlerName = (handler: string): string => handler.replace(/^(?:\.\/)+/, '');

/** The folder of the service, or a zip that somebody has made. */
function codeOf(service: Service, fn: ServiceFunction): string {
  return textOf(objectOf(fn.settings.package).artifact) ?? textOf(service.at(['package', 'artifact'])) ?? '.';
}

interface Written {
  readonly value: unknown;
  readonly path: Path;
}

/** The statements of the service and of a function, which a plugin adds, and the names of policies. */
function policiesOf(service: Service, fn: ServiceFunction): Written[] {
  const listAt = (path: Path): Written[] => {
    const list = service.at(path, 'placeholder');
    return (Array.isArray(list) ? list : []).map((value, index) => ({ value, path: [...path, index] }));
  };
  const statements = [
    ...listAt(['provider', 'iamRoleStatements']),
    ...listAt(['provider', 'iam', 'role', 'statements']),
    ...listAt([...fn.path, 'iamRoleStatements']),
  ].map(({ value, path }) => ({ value: { Statement: [value] }, path }));
  return [...statements, ...listAt(['provider', 'iam', 'role', 'managedPolicies'])];
}

function apiResource(
  service: Service,
  kind: ApiKind,
  events: readonly ServiceEvent[],
  resolved: (value: Json, place: (path: Path) => string) => Json,
): TemplateResource {
  const authorizers = new Map(
    events.flatMap(({ authorizer, path }) => (authorizer ? [[authorizer.name, path] as const] : [])),
  );
  const place = (...[head, , name]: Path): string => {
    const path = head === 'Auth' ? authorizers.get(String(name)) : undefined;
    return service.place(...(path ?? ['provider', kind === 'http' ? 'apiGateway' : 'httpApi']));
  };
  const properties = resolved(apiProperties(service, kind, events), (path) => place(...path));
  return { id: 'Api', type: kind === 'http' ? 'AWS::Serverless::Api' : 'AWS::Serverless::HttpApi', properties, place };
}

interface WrittenResource {
  readonly id: string;
  readonly value: Json;
  readonly path: Path;
}

function resourcesOf(service: Service): WrittenResource[] {
  return service.resources.flatMap((part) => {
    const path = [...part, 'Resources'];
    return Object.entries(objectOf(service.at(path, 'placeholder'))).map(([id, value]) => ({
      id,
      value: objectOf(value),
      path: [...path, id],
    }));
  });
}

/** The sections beside the resources. Conditions compare the name of the stage, so they get it as it is. */
function sectionsOf(service: Service): Json {
  const section = (name: string): Json =>
    Object.assign({}, ...service.resources.map((path) => objectOf(service.at([...path, name])))) as Json;
  return { Conditions: section('Conditions'), Mappings: section('Mappings'), Parameters: section('Parameters') };
}

function cloudFormationResource(
  service: Service,
  { id, value, path }: WrittenResource,
  values: Intrinsics,
  resolved: (value: Json, place: (path: Path) => string) => Json,
): TemplateResource[] {
  const condition = textOf(value.Condition);
  if (condition !== undefined && values.holds(condition) === false) return [];
  const place = (...rest: Path) => service.place(...path, 'Properties', ...rest);
  const properties = resolved(objectOf(value.Properties), (rest) => place(...rest));
  return [{ id, type: textOf(value.Type) ?? '', properties, place }];
}

/** Files without which the code does not start, whatever the package leaves out. */
const NEEDED = ['package.json', 'package-lock.json', 'tsconfig.json', 'requirements.txt'];

/**
 * The last pattern that fits decides, and those of a function come after those of the service (Serverless Framework,
 * "Packaging"). The project has the files of all packages.
 */
function leftOut(service: Service, file: string): (path: string) => boolean {
  const ofService = patternsOf(objectOf(service.at(['package'])));
  const packages = service.functions.map(({ settings }) => patternsOf(objectOf(settings.package)));
  const isLeftOut = (path: string): boolean => {
    const byService = ofService.findLast(({ fits }) => fits(path))?.excludes === true;
    return packages.every((patterns) => patterns.findLast(({ fits }) => fits(path))?.excludes ?? byService);
  };
  return (path) => {
    // Code may also read a JSON file of the service.
    if (path === file || (/\.ya?ml$/.test(path) && service.files.includes(path))) return true;
    return !NEEDED.includes(path) && isLeftOut(path);
  };
}

function patternsOf({ exclude, include, patterns }: Json) {
  const texts = (value: unknown): string[] => [value].flat().filter((each) => typeof each === 'string');
  return [...texts(exclude).map((pattern) => `!${pattern}`), ...texts(include), ...texts(patterns)].map((pattern) => {
    const path = pattern.replace(/^!/, '').replace(/^\.?\//, '');
    return { excludes: pattern.startsWith('!'), fits: globPattern(path) };
  });
}
