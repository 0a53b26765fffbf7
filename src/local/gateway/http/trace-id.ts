/** X-Ray trace ids, as the gateway hands them to functions and clients (recorded: test_invocation_trace_id). */
import type { CloudIds } from '../../cloud.ts';

const MEMBER = /(?:^|;)\s*(Root|Parent|Sampled)=([^;]+)/gi;

/**
 * `full`: with a parent, for the function's invocation and the client's answer; the client's own where it is complete.
 * `inEvent`: the header the function sees, which names the root alone unless the client sent more.
 */
export function traceIds(
  incoming: string | undefined,
  now: number,
  ids: CloudIds,
): { readonly full: string; readonly inEvent: string } {
  const members: { root?: string; parent?: string; sampled?: string } = {};
  if (incoming !== undefined) {
    for (const [, name, value] of incoming.matchAll(MEMBER)) {
      members[name!.toLowerCase() as keyof typeof members] = value!;
    }
  }
  const root =
    members.root ??
    `1-${Math.floor(now / 1000)
      .toString(16)
      .padStart(8, '0')}-${hexOf(ids.uuid(), 24)}`;
  const parent = members.parent ?? hexOf(ids.uuid(), 16);
  const sampled = members.sampled ?? (members.parent === undefined ? '0' : '1');
  return { full: `Root=${root};Parent=${parent};Sampled=${sampled}`, inEvent: incoming ?? `Root=${root}` };
}

/** At most 24 of a UUID's digits, from its first and its last group. */
function hexOf(uuid: string, digits: number): string {
  return (uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24)).slice(0, digits);
}
