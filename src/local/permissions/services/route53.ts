/** Actions and resources of Route 53 (Service Authorization Reference, "Amazon Route 53"). */
import { type PermissionsOf, textOf } from '../../authorization/permission.ts';

const WITHOUT_RESOURCE = ['ListHostedZones', 'ListHostedZonesByName', 'CreateHostedZone'];

export const route53Permissions: PermissionsOf = (operation, input) => {
  const action = `route53:${operation}`;
  if (WITHOUT_RESOURCE.includes(operation)) return [{ action, resource: '*' }];
  const kind = operation === 'GetChange' ? 'change' : 'hostedzone';
  const id = textOf(input.HostedZoneId ?? input.ResourceId ?? input.Id).replace(/^\/\w+\//, '');
  return [{ action, resource: `arn:aws:route53:::${kind}/${id}` }];
};
