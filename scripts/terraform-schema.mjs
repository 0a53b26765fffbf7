/**
 * Writes test/stage/leaving/terraform-schema.json: the arguments of the Terraform resources that `apikit export
 * terraform` writes, by the schema of HashiCorp's AWS provider. The classes of the CDK for Terraform are generated from
 * that schema, so the npm package has all of it. Usage: node scripts/terraform-schema.mjs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './installed.mjs';

const PACKAGE = '@cdktf/provider-aws@21.22.1';
const MAPPINGS = join(root, 'src/aws/leaving/kinds');
const OUTPUT = join(root, 'test/stage/leaving/terraform-schema.json');

const folder = mkdtempSync(join(tmpdir(), 'apikit-terraform-schema-'));
try {
  const packed = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { encoding: 'utf8' });
  execFileSync('tar', ['-xzf', join(folder, packed.trim()), '-C', folder]);
  const types = usedTypes();
  const resources = Object.fromEntries(types.map((type) => [type, schemaOf(type, join(folder, 'package/lib'))]));
  const provider = /providers\/hashicorp\/aws\/([\d.]+)\//.exec(declarations(types[0], join(folder, 'package/lib')))[1];
  writeFileSync(OUTPUT, `${JSON.stringify({ from: PACKAGE, provider, resources }, null, 1)}\n`);
  console.log(`${types.length} resources of version ${provider} of the provider in ${OUTPUT}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The types that the mappings name. */
function usedTypes() {
  const texts = readdirSync(MAPPINGS).map((name) => readFileSync(join(MAPPINGS, name), 'utf8'));
  return [...new Set(texts.flatMap((text) => text.match(/(?<=')aws_[a-z0-9_]+(?=')/g) ?? []))].sort();
}

/** `aws_iam_role` is in `iam-role`. */
function folderOf(type, lib) {
  const name = type.slice('aws_'.length).replaceAll('_', '-');
  if (existsSync(join(lib, name))) return join(lib, name);
  throw new Error(`${PACKAGE} has no ${type}`);
}

function declarations(type, lib) {
  return readFileSync(join(folderOf(type, lib), 'index.d.ts'), 'utf8');
}

/** Returns the arguments by name: `{ required, block }`, and the arguments of a block. */
function schemaOf(type, lib) {
  const code = implementation(type, lib);
  const types = declarations(type, lib);
  const struct = code.match(/synthesizeHclAttributes\(\) \{[\s\S]*?\n {4}\}\n/)[0];
  const config = types.match(/export interface (\w+ConfigA?) extends/)[1];
  return argumentsIn(struct, config, code, types);
}

function implementation(type, lib) {
  const base = folderOf(type, lib);
  const main = readFileSync(join(base, 'index.js'), 'utf8');
  const structs = readdirSync(base).filter((name) => /^structs\d*\.js$/.test(name));
  return [main, ...structs.map((name) => readFileSync(join(base, name), 'utf8'))].join('\n');
}

function argumentsIn(text, interfaceName, code, types) {
  const required = requiredIn(interfaceName, types);
  const found = {};
  for (const [, name, value, block] of text.matchAll(/ (\w+): \{\n\s+value: (.*),\n\s+isBlock: (true|false)/g)) {
    const nested = /(\w+)ToHclTerraform(?!\w)/.exec(value.replaceAll(/cdktf\.\w+/g, ''))?.[1];
    found[name] = {
      ...(required.has(name) && { required: true }),
      ...(block === 'true' && { block: nestedArguments(nested, code, types) }),
    };
  }
  return found;
}

/** A statement of AWS WAF is nested in itself, and the provider has no end of it here. */
function nestedArguments(struct, code, types) {
  if (struct === undefined) return {};
  const body = new RegExp(`function ${struct}ToHclTerraform\\(struct\\) \\{[\\s\\S]*?\\n\\}\\n`).exec(code)?.[0];
  if (body === undefined) return {};
  return argumentsIn(body, struct.charAt(0).toUpperCase() + struct.slice(1), code, types);
}

/** The documentation of each member has its name in Terraform. */
function requiredIn(interfaceName, types) {
  const body = new RegExp(`export interface ${interfaceName}\\b[^{]*\\{[\\s\\S]*?\\n\\}`).exec(types)?.[0] ?? '';
  const members = body.matchAll(/#(\w+) \w+#\w+\}(?:(?!\*\/)[\s\S])*\*\/\s+readonly \w+(\??):/g);
  return new Set([...members].flatMap(([, name, optional]) => (optional === '' ? [name] : [])));
}
