/** X-Ray trace IDs, as functions and clients get them (recorded: test_invocation_trace_id). */
import type { CloudIds } from '../../cloud/cloud.ts';

const MEMBER = /(?:^|;)\s*(Root|Parent|Sampled)=([^;]+)/gi;

/**
 * `full` has a parent, for the invocation of the function and the response; if the client sent a complete one, it is
 * used. `inEvent` is the header that the function sees, which has only the root unless the client sent more.
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

/** Returns at most 24 digits of a UUID, from its first and its last group. */
function hexOf(uuid: string, digits: number): string {
  return (uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24)).slice(0, digits);
}
