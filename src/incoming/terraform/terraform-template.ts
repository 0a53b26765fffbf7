/** A configuration of Terraform as a template: its functions, its REST API, and its tables, queues and topics. Pure. */
import type { Path } from '../../config/problem.ts';
import { isObject, type Json, own, textOf } from '../../contract/model/json.ts';
import type { Template, TemplateResource, Unresolved } from '../template/template.ts';
import { contractOfDocument, type TemplateContract } from '../template/template-contract.ts';
import { authorizerFunction } from '../template/template-security.ts';
import { bad } from './bad-configuration.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { idOf } from './references.ts';
import { authOf, restApi } from './terraform-api.ts';
import { aboutConfiguration } from './terraform-findings.ts';
import { type CodePlaces, eventsOf, FUNCTION_MEMBERS, functionProperties, type Policy } from './terraform-functions.ts';
import { TRANSLATED } from './terraform-resources.ts';
import { unknownIn } from './unknown.ts';

export interface TerraformTemplate {
  readonly template: Template;
  readonly contractOf: (title: string) => TemplateContract;
}

/** Files that Terraform needs, or that can contain its secrets. They are no code. */
const OF_TERRAFORM = /\.tf$|\.tf\.json$|\.tfvars(?:\.json)?$|\.tfstate(?:\..*)?$|\.tfplan$|\.zip$/;

/** Throws `BadTemplate`. */
export function terraformTemplate(configuration: Configuration, code: CodePlaces): TerraformTemplate {
  const { resources } = configuration;
  const api = resources.find(({ mode, type }) => mode === 'resource' && type === 'aws_api_gateway_rest_api');
  if (!api)
    throw bad(
      'The configuration has no aws_api_gateway_rest_api. HTTP APIs (aws_apigatewayv2_api) and modules of others are not read.',
    );
  const unresolved = new Map<string, Unresolved>();
  const findings = aboutConfiguration(configuration, api);
  const translated = resources.flatMap((resource): TemplateResource[] => {
    if (resource.mode === 'data') return [];
    const id = idOf(resource.name);
    const place = (members: Readonly<Record<string, string>>) => (member?: Path[number]) =>
      resource.place(own(members, String(member)));
    if (resource.type === 'aws_lambda_function') {
      const { properties, policies, findings: ofCode } = functionProperties(configuration, resource, code);
      findings.push(...ofCode);
      const at = place(FUNCTION_MEMBERS);
      const Policies = policies.filter((policy) => isKnown(policy, unresolved));
      const ofFunction = {
        ...known(properties, at, unresolved),
        Policies: Policies.map(({ value }) => value),
        Events: eventsOf(configuration, id),
      };
      const placeOf = (...[member, index]: Path) =>
        (member === 'Policies' ? Policies[Number(index)]?.place : undefined) ?? at(member);
      return [{ id, type: 'AWS::Serverless::Function', properties: ofFunction, place: placeOf }];
    }
    const translation = own(TRANSLATED, resource.type);
    if (!translation) return [];
    // A function gets these messages as an event.
    if (textOf(resource.values.endpoint)?.startsWith('{function ') === true) return [];
    const at = place(translation.members);
    const properties = known(translation.properties(resource.values), at, unresolved);
    return [{ id, type: translation.type, properties, place: at }];
  });
  requireDistinct(translated);
  const settings = apiSettings(api, resources);
  const auth = authOf(configuration, api);
  const resource = apiResource(api, { ...settings.properties, Auth: auth });
  const authorizer = authorizerFunction([...translated, resource], resource)?.fn.id;
  const built = (title: string) => restApi(configuration, api, { title, auth, authorizer });
  const { document, findings: ofApi } = built('api');
  const called = calledBy(contractOfDocument(document));
  if (!translated.some(({ type, id }) => type === 'AWS::Serverless::Function' && called.has(id)))
    throw bad(
      'The API calls no aws_lambda_function, as far as these files tell. If for_each or a module of others makes its methods, import the output of `terraform show -json` for a plan. Import the document of an API without functions with `apikit openapi import <file>`.',
    );
  return {
    template: {
      resources: [...translated, resource],
      description: undefined,
      unresolved: [...unresolved.values()],
      givenBy: 'or pass --var if a variable has it',
      findings: [...findings, ...ofApi],
      settings: settings.others,
      requires: [],
      leavesOut: (path) => OF_TERRAFORM.test(path),
    },
    contractOf: (title) => contractOfDocument(built(title).document),
  };
}

const calledBy = ({ routes }: TemplateContract) => new Set(routes.map((one) => one.function));

const apiResource = (api: TerraformResource, properties: Json): TemplateResource => ({
  id: idOf(api.name),
  type: 'AWS::Serverless::Api',
  properties,
  place: () => api.place(),
});

/** Settings of the API for which SAM has words, and settings of apikit.yaml. */
function apiSettings(api: TerraformResource, resources: readonly TerraformResource[]) {
  const { binary_media_types, minimum_compression_size, endpoint_configuration } = api.values;
  const types = [endpoint_configuration ?? []].flat().flatMap((each) => (isObject(each) ? each.types : []));
  const size = Number(minimum_compression_size ?? -1);
  const stages = resources.filter(({ type }) => type === 'aws_api_gateway_stage');
  return {
    properties: {
      ...(Array.isArray(binary_media_types) && { BinaryMediaTypes: binary_media_types }),
      ...(size >= 0 && { MinimumCompressionSize: size }),
      ...(stages.some(({ values }) => values.xray_tracing_enabled === true) && { TracingEnabled: true }),
    },
    others: types.flat().includes('EDGE') ? { endpoint: 'edge' } : {},
  };
}

/** Two names can differ in a dash only. */
function requireDistinct(resources: readonly TemplateResource[]): void {
  const seen = new Set<string>();
  for (const { type, id, place } of resources) {
    if (seen.has(`${type} ${id}`)) throw bad(`${place()}: Another resource of this type is called ${id}, too.`);
    seen.add(`${type} ${id}`);
  }
}

/** Reports a policy with a part that no file tells. It is left out as a whole, because its parts limit each other. */
function isKnown({ value, place }: Policy, unresolved: Map<string, Unresolved>): boolean {
  const expression = unknownIn(JSON.stringify(value));
  if (expression !== undefined) unresolved.set(`${place} ${expression}`, { place, why: whyUnknown(expression) });
  return expression === undefined;
}

const whyUnknown = (expression: string): string => `Only Terraform knows the value of ${expression}.`;

/** Leaves out what no file tells, and reports it. */
function known(properties: Json, place: (member: string) => string, unresolved: Map<string, Unresolved>): Json {
  const clean = (value: unknown, member: string): unknown => {
    const expression = unknownIn(value);
    if (expression !== undefined) {
      const where = place(member);
      unresolved.set(`${where} ${expression}`, { place: where, why: whyUnknown(expression) });
      return undefined;
    }
    if (Array.isArray(value)) return value.map((each) => clean(each, member)).filter((each) => each !== undefined);
    if (!isObject(value)) return value;
    const members = Object.entries(value).map(([key, each]) => [key, clean(each, member)]);
    return Object.fromEntries(members.filter(([, each]) => each !== undefined));
  };
  const members = Object.entries(properties).map(([member, value]) => [member, clean(value, member)]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
