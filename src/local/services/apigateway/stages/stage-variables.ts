/**
 * The names and values of stage variables that AWS accepts. Characters and messages were measured on AWS
 * (cdk-preflight, pf-apigw-stage-variable-value); its model lists others.
 */
import { badRequest } from '../errors.ts';

const NAME = /^[A-Za-z0-9_]{1,64}$/;
const VALUE = /^[A-Za-z0-9 ._:/?&=,-]{1,512}$/;

export function checkedVariables(variables: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(variables)) checkVariable(name, value);
  return variables;
}

export function checkVariable(name: string, value: string): void {
  if (!NAME.test(name)) throw badRequest('Stage variable name can only have alphanumeric characters and underscores.');
  if (!VALUE.test(value)) {
    throw badRequest(
      `Invalid stage variable value of key ${name}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
    );
  }
}
