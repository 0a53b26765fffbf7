/**
 * Condition keys about tags (IAM User Guide, "Controlling access to AWS resources using tags"): the tags of the
 * request, in the forms of the different services, and the tags of the resource.
 */
import type { ConditionKeys } from '../policy/policy-request.ts';
import type { Permission } from './permission.ts';

type Tags = Readonly<Record<string, string>>;

const MEMBERS = ['Tags', 'tags', 'UserPoolTags', 'ResourceTags'] as const;
const KEY_MEMBERS = ['TagKeys', 'tagKeys', 'ResourceTagKeys'] as const;

/** Tags that the request sets. */
export function tagsIn(input: Readonly<Record<string, unknown>>): Tags {
  const given = MEMBERS.map((member) => input[member]).find((value) => value !== undefined);
  const pairs = Array.isArray(given)
    ? given.map((tag: { Key?: unknown; Value?: unknown }) => [String(tag?.Key), String(tag?.Value ?? '')])
    : Object.entries((given ?? {}) as object).map(([key, value]) => [key, String(value)]);
  return Object.fromEntries(pairs) as Tags;
}

export function tagKeys(input: Readonly<Record<string, unknown>>, ofResource: Tags = {}): ConditionKeys {
  const inRequest = tagsIn(input);
  const removed = KEY_MEMBERS.flatMap((member) => [input[member] ?? []].flat().map(String));
  const all = [...Object.keys(inRequest), ...removed];
  return (name) => {
    if (name === 'aws:tagkeys') return all.length === 0 ? undefined : all;
    const [, kind, key] = /^aws:(requesttag|resourcetag)\/(.+)$/.exec(name) ?? [];
    if (key === undefined) return undefined;
    const tags = kind === 'requesttag' ? inRequest : ofResource;
    return Object.entries(tags).find(([tag]) => tag.toLowerCase() === key)?.[1];
  };
}

export const hasTags = (input: Readonly<Record<string, unknown>>): boolean => Object.keys(tagsIn(input)).length > 0;

/**
 * Creating a resource with tags needs the permission to tag it: returns the permission, and with tags the same for
 * `action`.
 */
export const withTagging = (
  input: Readonly<Record<string, unknown>>,
  permission: Permission,
  action: string,
): Permission[] => (hasTags(input) ? [permission, { ...permission, action }] : [permission]);
