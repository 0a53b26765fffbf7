import type { Path } from '../../config/problem.ts';
import { OPERATION_KEYS } from '../../naming/methods.ts';
import { COMPILED_SCHEMES } from '../compile/authorizers.ts';
import { readSchemeNamed } from '../model/access.ts';
import { isObject, type Json, listOf, objectOf } from '../model/json.ts';
import { changeAt, keep } from './edit.ts';
import type { Draft } from './remedy.ts';
import { freeName, withScheme } from './scheme-edits.ts';

/**
 * Turns `x-amazon-apigateway-auth` into a requirement of AWS signatures in `security`, beside existing requirements.
 */
export function withSignature(document: Json, path: Path, draft: Draft): Json {
  const { edits } = draft;
  const isOurs = readSchemeNamed(document, 'sigv4').scheme?.kind === 'iam';
  const name = isOurs ? 'sigv4' : freeName(document, 'sigv4');
  const made = isOurs ? document : withScheme(document, name, COMPILED_SCHEMES.sigv4, draft);
  const sign = (operation: Json): Json => {
    const { 'x-amazon-apigateway-auth': _, ...others } = operation;
    const required = listOf(operation.security ?? document.security).filter(
      (each) => Object.keys(objectOf(each)).length > 0,
    );
    const isSigned = (each: unknown) =>
      Object.keys(objectOf(each)).some((key) => readSchemeNamed(made, key).scheme?.kind === 'iam');
    const security = required.map((each) => (isSigned(each) ? each : { [name]: [], ...objectOf(each) }));
    return keep(operation, { ...others, security: security.length > 0 ? security : [{ [name]: [] }] }, edits);
  };
  // On a path, the extension applies to all of its operations.
  const [root, , key] = path;
  if (root !== 'paths' || key !== undefined)
    return changeAt(made, path, (value) => sign(objectOf(value)), edits) as Json;
  const signAll = ({ 'x-amazon-apigateway-auth': _, ...item }: Json) =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        OPERATION_KEYS.includes(name) && isObject(value) ? sign(value) : value,
      ]),
    );
  return changeAt(made, path, (value) => keep(objectOf(value), signAll(objectOf(value)), edits), edits) as Json;
}
