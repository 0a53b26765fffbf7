/** The three kinds of messages with which API Gateway rejects a patch operation. The kind depends on the resource. */
import { badRequest } from '../errors.ts';
import type { PatchRule, PatchTable } from './patch.ts';

/** Keys, plans, validators, resources: the message lists the paths of the op (with two spaces, as recorded). */
export function listingPaths<T>(rules: readonly PatchRule<T>[]): PatchTable<T> {
  return {
    rules,
    refuse({ op, path }) {
      const paths = rules
        .filter((rule) => rule.ops.includes(op))
        .map((rule) => rule.path.replaceAll('{', '<').replaceAll('}', '>'));
      const hint = paths.length > 0 ? `Must be one of: [${paths.join(', ')}]` : 'Please choose supported operations';
      return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${hint}`);
    },
  };
}

/** Gateway responses: the message names the path, even if the op is wrong (recorded: test_update_gateway_response). */
export function namingPath<T>(rules: readonly PatchRule<T>[]): PatchTable<T> {
  return { rules, refuse: ({ path }) => badRequest(`Invalid patch path ${path}`) };
}

/** APIs, methods, integrations: the message says whether path or op is wrong. */
export function namingFault<T>(rules: readonly PatchRule<T>[]): PatchTable<T> {
  return {
    rules,
    refuse({ path }, rule) {
      if (!rule) return badRequest(`Invalid patch path ${path}`);
      if (rule.ops.length > 1) {
        return badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
      }
      return badRequest(`Invalid patch operation specified. Must be one of: [${rule.ops.join(', ')}]`);
    },
  };
}
