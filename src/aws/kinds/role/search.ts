/** Finds roles by name. The search by tags does not know IAM. Reads only. */
import { GetRoleCommand, type IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { roleArn } from '../../../naming/arns.ts';
import { roleName } from '../../../naming/names.ts';
import { ownRoles } from '../../arns/own-arns.ts';
import { fromTagList } from '../../ownership/ownership.ts';
import { undefinedIfNotFound } from '../../sdk/errors/sdk-error.ts';
import type { KindSearch } from '../search.ts';

export const roleSearch: KindSearch = {
  lists: ['iam:ListRoles'],
  reads: ['iam:GetRole'],
  own: ownRoles,
  any: (scope) => [roleArn(scope, '*')],
  in({ clients, facts: target }, census) {
    // A role may have a path, which its name does not contain.
    const arns = new Map<string, string>();
    return {
      ofArn: () => undefined,
      async all() {
        const found = await allRoleNames(await clients.iam());
        census.roles = found.length;
        // Roles belong to the whole account. Those of other regions are left out.
        return found.filter((name) => /.-./.test(name) && name.endsWith(`-${target.region}`));
      },
      ofStage: (owner) => [roleName({ ...owner, region: target.region })],
      async tags(RoleName) {
        const client = await clients.iam();
        const found = await undefinedIfNotFound(client.send(new GetRoleCommand({ RoleName })));
        if (found?.Role?.Arn) arns.set(RoleName, found.Role.Arn);
        return found && fromTagList(found.Role?.Tags);
      },
      arn: (name) => arns.get(name) ?? roleArn(target, name),
    };
  },
};

/** The roles of an account, with all paths and regions: one call for each thousand. */
export async function allRoleNames(client: IAMClient): Promise<string[]> {
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListRolesCommand({ MaxItems: 1000, Marker }));
    found.push(...(page.Roles ?? []).map(({ RoleName = '' }) => RoleName));
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker);
  return found;
}
