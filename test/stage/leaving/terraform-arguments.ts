/** Reads a Terraform configuration with HashiCorp's parser, and compares it with the schema of the AWS provider. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHcl } from './parse-hcl.ts';

interface Argument {
  readonly required?: true;
  /** The arguments of a block. An empty block has a schema that the table does not have. */
  readonly block?: Readonly<Record<string, Argument>>;
}

type Body = Readonly<Record<string, unknown>>;

export interface Configuration {
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly Body[]>>>>;
  readonly import: readonly { readonly to: string; readonly id: string }[];
  readonly variable?: Readonly<Record<string, readonly Body[]>>;
}

const { resources: SCHEMA } = JSON.parse(readFileSync(join(import.meta.dirname, 'terraform-schema.json'), 'utf8')) as {
  resources: Record<string, Record<string, Argument>>;
};

export async function readConfiguration(folder: string): Promise<Configuration> {
  const read = async (name: string) =>
    (await parseHcl(name, readFileSync(join(folder, name), 'utf8'))) as unknown as Configuration;
  return { ...(await read('main.tf')), import: (await read('imports.tf')).import };
}

/** The arguments that the provider does not know, that are blocks there, or that it misses. */
export function argumentFaults({ resource }: Configuration): string[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, [body = {}]]) => faultsIn(body, SCHEMA[type], `${type}.${name}`)),
  );
}

function faultsIn(body: Body, schema: Readonly<Record<string, Argument>> | undefined, place: string): string[] {
  if (!schema) return [`${place} is of an unknown type`];
  const missing = Object.entries(schema)
    .filter(([name, { required }]) => required && !(name in body))
    .map(([name]) => `${place}.${name} is missing`);
  const wrong = Object.entries(body).flatMap(([name, value]) => {
    // A block of Terraform itself, which every resource may have.
    if (name === 'lifecycle') return [];
    const argument = schema[name];
    if (!argument) return [`${place}.${name} is unknown`];
    // The package has statements of AWS WAF as a value of any type.
    if (name === 'statement' && place.endsWith('.rule')) return [];
    if (!argument.block) return isBlock(value) ? [`${place}.${name} is no block`] : [];
    if (!isBlock(value)) return [`${place}.${name} is a block`];
    const { block } = argument;
    return Object.keys(block).length === 0 ? [] : value.flatMap((inner) => faultsIn(inner, block, `${place}.${name}`));
  });
  return [...missing, ...wrong];
}

/** The parser returns a block as a list of objects. */
function isBlock(value: unknown): value is Body[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null);
}
