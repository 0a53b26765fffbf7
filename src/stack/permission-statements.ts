/** `function.permissions` as statements of the functions' role policies. Pure. */
import type { PermissionConfig, StageConfig } from '../config/config.ts';
import { filled, permissionValues } from '../config/placeholders.ts';
import type { ArnScope } from '../naming/arn-scope.ts';

/** Returns one statement for each entry: `Permission1` and so on, in the order of the file. */
export function permissionStatements(config: StageConfig, scope: ArnScope): object[] {
  const values = permissionValues(config, scope);
  return (config.function.permissions ?? []).map(({ actions, resources, conditions }, index) => ({
    Sid: `Permission${index + 1}`,
    Effect: 'Allow',
    Action: actions,
    Resource: resources.map((resource) => filled(resource, values)),
    ...(conditions && { Condition: mapTexts(conditions, (text) => filled(text, values)) }),
  }));
}

/** Numbers and booleans become text, because IAM returns them as text. */
function mapTexts(
  conditions: NonNullable<PermissionConfig['conditions']>,
  change: (text: string) => string,
): Record<string, Record<string, string[]>> {
  const listOf = (value: unknown) => [value].flat().map((one) => change(String(one)));
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, listOf(value)])),
    ]),
  );
}
