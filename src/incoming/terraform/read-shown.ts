/** Reads a configuration from what `terraform show -json` writes for a plan or a state. Pure. */
import { isObject, type Json, listOf, objectOf, own, textOf } from '../../contract/model/json.ts';
import { bad } from './bad-configuration.ts';
import type { Configuration, TerraformResource } from './configuration.ts';
import { ofAccount, ofResource } from './references.ts';
import { unknown, withoutMarks } from './unknown.ts';

/** Modules in modules. */
const DEEPEST = 30;

/** `file` is the name in the report. Throws `BadTemplate`. */
export function readShown(text: string, file: string): Configuration {
  const data = parsed(withoutMarks(text), file);
  const planned = objectOf(objectOf(data.planned_values).root_module);
  const state = objectOf(objectOf(data.values).root_module);
  // Data that Terraform has read before the plan is not among the planned resources.
  const prior = objectOf(objectOf(objectOf(data.prior_state).values).root_module);
  const written = objectOf(objectOf(data.configuration).root_module);
  const all = [
    ...resourcesIn(planned, written, file, 0),
    ...resourcesIn(state, {}, file, 0),
    ...resourcesIn(prior, {}, file, 0).filter(({ mode }) => mode === 'data'),
  ];
  if (all.length === 0) throw bad(`${file} has no resources. It is read as the output of \`terraform show -json\`.`);
  const provider = objectOf(objectOf(objectOf(data.configuration).provider_config).aws);
  const region = textOf(objectOf(objectOf(provider.expressions).region).constant_value);
  return { resources: withReferences(all), region, findings: [] };
}

function parsed(text: string, file: string): Json {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw bad(`${file} is not valid JSON.`);
  }
}

function resourcesIn(module: Json, written: Json, file: string, depth: number): TerraformResource[] {
  if (depth > DEEPEST) throw bad(`The modules of ${file} are nested too deeply.`);
  const configured = listOf(written.resources).map(objectOf);
  const calls = objectOf(written.module_calls);
  const own = listOf(module.resources)
    .map(objectOf)
    .map((resource): TerraformResource => {
      const address = String(resource.address);
      const base = configured.find(
        ({ address: other }) => address.replace(/^(?:module\.[^.]+\.)*|\[[^\]]*\]/g, '') === other,
      );
      return {
        mode: resource.mode === 'data' ? 'data' : 'resource',
        type: String(resource.type),
        name: String(resource.name),
        values: objectOf(
          filled(
            withoutNull(objectOf(withoutSecrets(resource.values, resource.sensitive_values))),
            objectOf(base?.expressions),
          ),
        ),
        place: () => `${file} ${address}`,
      };
    });
  const below = listOf(module.child_modules)
    .map(objectOf)
    .flatMap((child) => {
      const name = String(child.address).split('.').at(-1)!.replace(/\[.*$/, '');
      return resourcesIn(child, objectOf(objectOf(calls[name]).module), file, depth + 1);
    });
  return [...own, ...below];
}

/** Terraform marks sensitive values with `true` at the same place. */
function withoutSecrets(value: unknown, marks: unknown): unknown {
  if (marks === true) return unknown('a sensitive value');
  if (Array.isArray(value)) return value.map((each, index) => withoutSecrets(each, listOf(marks)[index]));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutSecrets(each, own(objectOf(marks), key))]),
  );
}

/** A plan has `null` and empty lists for what nobody has written. */
function withoutNull(value: Json): Json {
  const members = Object.entries(value).filter(
    ([, each]) => each !== null && !(Array.isArray(each) && each.length === 0),
  );
  return Object.fromEntries(
    members.map(([key, each]) => [
      key,
      isObject(each)
        ? withoutNull(each)
        : Array.isArray(each)
          ? each.map((one) => (isObject(one) ? withoutNull(one) : one))
          : each,
    ]),
  );
}

/** Adds what the plan does not know to the values: to which attribute of which resource an expression refers. */
function filled(values: unknown, expressions: unknown): unknown {
  if (Array.isArray(expressions))
    return expressions.map((each, index) => filled(Array.isArray(values) ? values[index] : undefined, each));
  const node = objectOf(expressions);
  if (Array.isArray(node.references)) return values ?? referenced(node.references.map(String));
  if (Object.hasOwn(node, 'constant_value')) return values ?? node.constant_value;
  const result = new Map(Object.entries(objectOf(values)));
  for (const [key, each] of Object.entries(node)) {
    const value = filled(result.get(key), each);
    if (value !== undefined) result.set(key, value);
  }
  return Object.fromEntries(result);
}

/** The plan lists `aws_lambda_function.orders.invoke_arn` before `aws_lambda_function.orders`. */
function referenced(references: readonly string[]): string | undefined {
  const functions = references.find((each) => /^aws_lambda_function\.[^.]+\./.test(each));
  const reference = functions ?? references[0];
  if (reference === undefined) return undefined;
  const [first = '', ...rest] = reference.replace(/\[[^\]]*\]/g, '').split('.');
  if (first === 'data') return ofAccount(rest[0] ?? '', rest[2] ?? '') ?? unknown(reference);
  return ofResource(first, rest[0] ?? '', rest[1] ?? '') ?? unknown(reference);
}

/** The attributes in which an ID of another resource can be, and the types of those resources. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  authorizer_id: ['aws_api_gateway_authorizer'],
  parent_id: ['aws_api_gateway_resource'],
  resource_id: ['aws_api_gateway_resource'],
  rest_api_id: ['aws_api_gateway_rest_api'],
};

/** A state has ARNs and IDs. They become what references in files become. */
function withReferences(resources: readonly TerraformResource[]): TerraformResource[] {
  const arns = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { mode, type, name, values } of resources) {
    if (mode === 'data') continue;
    for (const attribute of ['invoke_arn', 'qualified_arn', 'stream_arn', 'arn']) {
      const arn = textOf(values[attribute]);
      const token = ofResource(type, name, attribute) ?? unknown(`${type}.${name}.${attribute}`);
      if (arn?.startsWith('arn:')) arns.set(arn, token);
    }
    if (textOf(values.id) !== undefined) ids.set(`${type} ${String(values.id)}`, unknown(`${type}.${name}.id`));
    const root = textOf(values.root_resource_id);
    if (root !== undefined) ids.set(`aws_api_gateway_resource ${root}`, unknown(`${type}.${name}.root_resource_id`));
  }
  // The longest first: the ARN of a version contains that of its function.
  const known = [...arns].sort(([one], [other]) => other.length - one.length);
  const replaced = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      const id = (own(IDS, key) ?? []).map((type) => ids.get(`${type} ${value}`)).find((each) => each !== undefined);
      return id ?? known.reduce((text, [arn, token]) => text.replaceAll(arn, token), value);
    }
    if (Array.isArray(value)) return value.map((each) => replaced(each, key));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaced(each, name)]));
  };
  return resources.map((resource) => ({ ...resource, values: objectOf(replaced(resource.values, '')) }));
}
