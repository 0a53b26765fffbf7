/** The roles of an account, of all paths and regions: a call for each thousand. */
import { type IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';

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
