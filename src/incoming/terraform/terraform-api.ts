/** The REST API of a configuration as an OpenAPI document, and its authorizers in the words of SAM. Pure. */
import { parseSource } from '../../config/source.ts';
import { isObject, type Json, objectOf, textOf } from '../../contract/model/json.ts';
import { ANY_METHOD, methodOf, OPERATION_KEYS } from '../../naming/methods.ts';
import type { Finding } from '../finding.ts';
import { inPath, parametersOf } from '../template/template-contract.ts';
import { securityOf } from '../template/template-security.ts';
import { bad } from './bad-configuration.ts';
import { blocksOf } from './blocks-of.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { idOf } from './references.ts';
import { referred, unknownIn, withExpressions } from './unknown.ts';

export interface TerraformApi {
  readonly document: Json;
  readonly findings: readonly Finding[];
}

interface ApiOptions {
  readonly title: string;
  /** `Auth` of SAM's API, as `authOf` returns it. */
  readonly auth: Json;
  /** The function that becomes the authorizer of the project. */
  readonly authorizer: string | undefined;
}

/** Throws `BadTemplate`. */
export function restApi(
  { resources }: Configuration,
  api: TerraformResource,
  { title, auth, authorizer }: ApiOptions,
): TerraformApi {
  const own = partsOf(resources, api);
  const findings: Finding[] = [];
  const written = documentOf(api) ?? documentOfMethods(title, own, { auth, authorizer, findings });
  const document = { ...written, ...closedBy(api, own('aws_api_gateway_rest_api_policy')) };
  return { document: mapTexts(document, (text) => withPlaceholders(withExpressions(text))) as Json, findings };
}

/** `Auth` of SAM's API. */
export const authOf = ({ resources }: Configuration, api: TerraformResource): Json => ({
  Authorizers: authorizersOf(partsOf(resources, api)('aws_api_gateway_authorizer')),
  ...usagePlanOf(resources),
});

/** Returns the resources of a type that belong to the API. */
const partsOf =
  (resources: readonly TerraformResource[], api: TerraformResource) =>
  (type: string): TerraformResource[] =>
    resources.filter((one) => one.type === type && referred(one.values.rest_api_id, api.type) === api.name);

/** The document in `body`. */
function documentOf(api: TerraformResource): Json | undefined {
  const { body } = api.values;
  if (body === undefined) return undefined;
  const place = api.place('body');
  const whole = /^\uE000([^\uE001]*)\uE001$/.exec(String(body))?.[1];
  if (whole !== undefined)
    throw bad(`${place}: The document of the API is ${whole}, which is not a text in a file below the configuration.`);
  const { data, problems } = parseSource(String(body), 'body');
  const [fault] = problems.filter(({ severity }) => severity === 'error');
  if (fault || !isObject(data))
    throw bad(`${place}: The body is not an OpenAPI document. ${fault?.message ?? ''}`.trim());
  return data;
}

/** Names of the account and the region are known to API Gateway's extensions as CloudFormation writes them. */
const withPlaceholders = (text: string): string =>
  text
    .replaceAll(`\${region}`, `\${AWS::Region}`)
    .replaceAll(`\${account}`, `\${AWS::AccountId}`)
    .replaceAll(`\${partition}`, `\${AWS::Partition}`);

/** Returns the value with each of its texts replaced. */
function mapTexts(value: unknown, replaced: (text: string) => string): unknown {
  if (typeof value === 'string') return replaced(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, replaced));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, replaced)]));
}

interface Guards {
  readonly auth: Json;
  readonly authorizer: string | undefined;
  readonly findings: Finding[];
}

function documentOfMethods(
  title: string,
  own: (type: string) => TerraformResource[],
  { auth, authorizer, findings }: Guards,
): Json {
  const paths = new Map<string, Json>();
  const schemes = new Map<string, Json>();
  const parts = own('aws_api_gateway_resource');
  const models = own('aws_api_gateway_model');
  const inMethod = (type: string, method: TerraformResource) =>
    own(type).filter(
      ({ values }) =>
        values.resource_id === method.values.resource_id && values.http_method === method.values.http_method,
    );
  for (const method of own('aws_api_gateway_method')) {
    const lost = (says: string) => findings.push({ about: 'lost', place: method.place(), says });
    const path = pathOf(method.values.resource_id, parts);
    const http = textOf(method.values.http_method)?.toLowerCase() ?? '';
    const key = http === 'any' ? ANY_METHOD : http;
    if (path === undefined || unknownIn(http) !== undefined || (key !== ANY_METHOD && !OPERATION_KEYS.includes(key))) {
      lost(`The path or the method of ${method.name} is computed, and is not in the project.`);
      continue;
    }
    const [integration] = inMethod('aws_api_gateway_integration', method);
    if (!integration) {
      lost(`${methodOf(key)} ${path} has no integration in these files, and is not in the project.`);
      continue;
    }
    const security = securityOf(auth, guardOf(method), schemes, authorizer);
    const parameters = [
      ...inPath(path),
      ...parametersOf(requestParameters(objectOf(method.values.request_parameters))),
    ];
    const body = bodyOf(objectOf(method.values.request_models), models);
    paths.set(path, {
      ...paths.get(path),
      [key]: {
        ...(textOf(method.values.operation_name) !== undefined && { operationId: method.values.operation_name }),
        ...(parameters.length > 0 && { parameters }),
        ...(body && { requestBody: body }),
        ...(security && { security }),
        responses: responsesOf(inMethod('aws_api_gateway_method_response', method)),
        'x-amazon-apigateway-integration': integrationOf(
          integration,
          inMethod('aws_api_gateway_integration_response', method),
        ),
      },
    });
  }
  const components = schemes.size > 0 ? { components: { securitySchemes: Object.fromEntries(schemes) } } : {};
  return { openapi: '3.0.3', info: { title, version: '1' }, ...components, paths: Object.fromEntries(paths) };
}

/** `undefined` if a part of the path is computed. */
function pathOf(resource: unknown, parts: readonly TerraformResource[]): string | undefined {
  const words: string[] = [];
  // A circle has more steps than there are parts.
  let at = resource;
  for (let step = 0; step <= parts.length; step++) {
    if (/^aws_api_gateway_rest_api\.[^.]+\.root_resource_id$/.test(unknownIn(at) ?? '')) return `/${words.join('/')}`;
    const name = referred(at, 'aws_api_gateway_resource');
    const part = parts.find((one) => one.name === name);
    const word = textOf(part?.values.path_part);
    if (!part || word === undefined || unknownIn(word) !== undefined) return undefined;
    words.unshift(word);
    at = part.values.parent_id;
  }
  return undefined;
}

/** A guard whose value no file tells stays closed: the authorizer is one that nobody passes, and a key is needed. */
function guardOf({ values }: TerraformResource): Json {
  const authorization = textOf(values.authorization) ?? 'NONE';
  const isPlain = authorization === 'NONE' || authorization === 'AWS_IAM';
  const named = referred(values.authorizer_id, 'aws_api_gateway_authorizer');
  return {
    Authorizer: isPlain ? authorization : named === undefined ? '?' : idOf(named),
    ApiKeyRequired: ![undefined, false, 'false'].includes(values.api_key_required as undefined),
    AuthorizationScopes: Array.isArray(values.authorization_scopes) ? values.authorization_scopes : [],
  };
}

function authorizersOf(authorizers: readonly TerraformResource[]): Json {
  return Object.fromEntries(
    authorizers.map(({ name, values }) => {
      const sources = (textOf(values.identity_source) ?? 'method.request.header.Authorization').split(',');
      const of = (place: string) =>
        sources.flatMap((source) => source.trim().split(`method.request.${place}.`)[1] ?? []);
      const [header] = of('header');
      const isRequest = values.type === 'REQUEST';
      if (values.type === 'COGNITO_USER_POOLS') return [idOf(name), { UserPoolArn: values.provider_arns }];
      return [
        idOf(name),
        {
          FunctionArn: values.authorizer_uri,
          FunctionPayloadType: isRequest ? 'REQUEST' : 'TOKEN',
          Identity: isRequest ? { Headers: of('header'), QueryStrings: of('querystring') } : { Header: header },
        },
      ];
    }),
  );
}

/** A stage has one plan in the import: the first one that has settings. */
function usagePlanOf(resources: readonly TerraformResource[]): Json {
  const plan = resources.find(({ type }) => type === 'aws_api_gateway_usage_plan');
  if (!plan) return {};
  const [quota] = blocksOf(plan.values.quota_settings);
  const [throttle] = blocksOf(plan.values.throttle_settings);
  const isKnown = (value: unknown) => Number.isFinite(Number(value ?? Number.NaN));
  return {
    UsagePlan: {
      ...(quota && isKnown(quota.limit) && { Quota: { Limit: quota.limit, Period: quota.period ?? 'DAY' } }),
      ...(throttle &&
        isKnown(throttle.rate_limit) && {
          Throttle: {
            RateLimit: throttle.rate_limit,
            BurstLimit: isKnown(throttle.burst_limit) ? throttle.burst_limit : undefined,
          },
        }),
    },
  };
}

/** `request_parameters` as SAM writes them. */
const requestParameters = (written: Json): Json[] =>
  Object.entries(written).map(([key, required]) => ({
    [key]: { Required: required === true || required === 'true' },
  }));

function bodyOf(written: Json, models: readonly TerraformResource[]): Json | undefined {
  const content = Object.entries(written).flatMap(([type, name]) => {
    const model = models.find(({ values }) => values.name === name);
    const { data } = parseSource(textOf(model?.values.schema) ?? '', 'schema');
    if (!isObject(data)) return [];
    const { $schema, id, ...schema } = data;
    return [[type, { schema }]];
  });
  return content.length === 0 ? undefined : { required: true, content: Object.fromEntries(content) as Json };
}

const RESPONSE_HEADER = /^method\.response\.header\./;

function responsesOf(responses: readonly TerraformResource[]): Json {
  if (responses.length === 0) return { default: { description: 'The response of the integration' } };
  return Object.fromEntries(
    responses.map(({ values }) => {
      const headers = Object.keys(objectOf(values.response_parameters)).map((key) => [
        key.replace(RESPONSE_HEADER, ''),
        { schema: { type: 'string' } },
      ]);
      const named = headers.length > 0 ? { headers: Object.fromEntries(headers) as Json } : {};
      return [String(values.status_code), { description: 'The response of the integration', ...named }];
    }),
  );
}

/** Members of API Gateway's extension by the attributes of `aws_api_gateway_integration`. */
const MEMBERS: Readonly<Record<string, string>> = {
  uri: 'uri',
  integration_http_method: 'httpMethod',
  credentials: 'credentials',
  request_templates: 'requestTemplates',
  request_parameters: 'requestParameters',
  passthrough_behavior: 'passthroughBehavior',
  connection_type: 'connectionType',
  connection_id: 'connectionId',
  content_handling: 'contentHandling',
  timeout_milliseconds: 'timeoutInMillis',
  cache_key_parameters: 'cacheKeyParameters',
};

function integrationOf({ values }: TerraformResource, responses: readonly TerraformResource[]): Json {
  const members = Object.entries(MEMBERS).flatMap(([attribute, member]) =>
    values[attribute] === undefined ? [] : [[member, values[attribute]]],
  );
  const answered = responses.map(({ values: { selection_pattern, status_code, ...rest } }) => [
    textOf(selection_pattern) || 'default',
    {
      statusCode: String(status_code),
      ...(rest.response_templates !== undefined && { responseTemplates: rest.response_templates }),
      ...(rest.response_parameters !== undefined && { responseParameters: rest.response_parameters }),
    },
  ]);
  return {
    type: String(values.type).toLowerCase(),
    ...(Object.fromEntries(members) as Json),
    ...(answered.length > 0 && { responses: Object.fromEntries(answered) as Json }),
  };
}

/** The settings of the API that keep callers out, as the import of a document knows them. */
function closedBy(api: TerraformResource, policies: readonly TerraformResource[]): Json {
  const [endpoint] = blocksOf(api.values.endpoint_configuration);
  const isPrivate = listOfTexts(endpoint?.types).some((type) => type !== 'REGIONAL' && type !== 'EDGE');
  const isDisabled = ![undefined, false].includes(api.values.disable_execute_api_endpoint as undefined);
  const policy = api.values.policy ?? policies[0]?.values.policy;
  const source = textOf(api.values.api_key_source);
  return {
    ...(policy !== undefined && { 'x-amazon-apigateway-policy': statementsIn(policy) }),
    ...((isPrivate || isDisabled) && {
      'x-amazon-apigateway-endpoint-configuration': {
        ...(isPrivate && { types: ['PRIVATE'], vpcEndpointIds: listOfTexts(endpoint?.vpc_endpoint_ids) }),
        ...(isDisabled && { disableExecuteApiEndpoint: true }),
      },
    }),
    ...(source !== undefined && source !== 'HEADER' && { 'x-amazon-apigateway-api-key-source': source }),
  };
}

const listOfTexts = (value: unknown): string[] => [value ?? []].flat().map(String);

function statementsIn(policy: unknown): Json {
  const { data } = parseSource(String(policy), 'policy');
  return isObject(data) ? data : { Version: '2012-10-17', Statement: [] };
}
