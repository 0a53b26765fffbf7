/** Writes a stage as a Terraform configuration that imports what exists (docs/aws/leaving.md). Pure. */
import { block, DEFINITION_FILE, type TerraformPart } from '../../aws/leaving/leaving.ts';
import { blockLines, expression } from './hcl.ts';
import type { LeftStage } from './leave-stage.ts';
import { referencesFor, replaceValues } from './replace-values.ts';

/** `import` blocks came with this version. */
const TERRAFORM = '>= 1.5.0';
const PROVIDER = { source: 'hashicorp/aws', version: '~> 6.0' };

/** The texts of the files by name. */
export function terraformFiles(
  { parts, secrets, definition }: LeftStage<TerraformPart>,
  place: { readonly region: string; readonly account: string },
): Record<string, string> {
  const main = [
    blockLines('terraform', { required_version: TERRAFORM, required_providers: { $blocks: [{ aws: PROVIDER }] } }),
    // A plan with credentials for another account would find nothing to import.
    blockLines('provider "aws"', { region: place.region, allowed_account_ids: [place.account] }),
    ...secrets.map(({ $secret, description }) =>
      blockLines(`variable "${$secret}"`, { type: expression('string'), description, sensitive: true }),
    ),
    ...parts.map((part) =>
      blockLines(`resource "${part.type}" "${part.name}"`, {
        ...(replaceValues(part.body, referencesFor(part, parts, refer)) as Record<string, unknown>),
        ...(part.holdsData && { lifecycle: block({ prevent_destroy: true }) }),
      }),
    ),
  ];
  const imports = parts.map((part) => blockLines('import', { to: expression(addressOf(part)), id: part.importId }));
  return {
    'main.tf': textOf(main),
    'imports.tf': textOf(imports),
    ...(definition && { [DEFINITION_FILE]: `${JSON.stringify(definition, null, 2)}\n` }),
  };
}

const textOf = (blocks: readonly (readonly string[])[]): string =>
  `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;

const addressOf = ({ type, name }: TerraformPart): string => `${type}.${name}`;

const refer = (other: TerraformPart, attribute: string) => expression(`${addressOf(other)}.${attribute}`);
